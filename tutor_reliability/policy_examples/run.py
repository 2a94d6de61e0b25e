"""Run a policy's worked examples: nights in memory over their logs, and what does not hold.

Examples of one session and stories share a warehouse, each under a tutor of its own, and every
night is judged once for all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory

from tutor_reliability.cases import rule_of_case
from tutor_reliability.eligibility_build import refresh_eligibility
from tutor_reliability.ledger import Decision, Ledger
from tutor_reliability.night import Night
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy.model import Book, Example, Story
from tutor_reliability.policy_examples.chances import give_chances
from tutor_reliability.policy_examples.facts import (
    DAY_ZERO,
    ONE_SESSION,
    Row,
    Told,
    roster_row,
    rows_of,
)
from tutor_reliability.rates_build import refresh_rates, refresh_tutors
from tutor_reliability.review_build import read_ledger, refresh_review
from tutor_reliability.standing.evaluate import resets
from tutor_reliability.standing.incidents import Judged, answers
from tutor_reliability.standing.log import Log
from tutor_reliability.standing.readings import Asked, ask
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened, Warehouse

_LONG_AFTER = timedelta(days=200)
_CLOSE = 1e-9
Models = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An example that does not hold: its sentence, and what it gave instead of what it must."""

    quote: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Single:
    """An example of one session, under a name of its own."""

    name: str
    example: Example
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tale:
    """A story, under a tutor of its own."""

    tutor: str
    story: Story

    @property
    def asked_on(self) -> date:
        """The day that the story asks about."""
        return DAY_ZERO + timedelta(days=self.story.on_day)

    def decisions(self) -> Iterator[tuple[date, Row]]:
        """Give what people decide in it, with the day."""
        for step in self.story.history:
            if "decide" in step:
                yield DAY_ZERO + timedelta(days=int(str(step["day"]))), step


@dataclass(slots=True)
class _World:
    """The warehouse of one policy's examples."""

    opened: Opened
    models: Models
    book: Book
    ledger: Ledger
    tales: list[_Tale]
    failed: list[Failed] = field(default_factory=list)

    def deliver(self, rows: list[tuple[str, Row]]) -> None:
        """Land rows as they are: what landing itself does is not what examples are about."""
        self._add("raw.deliveries", [{"delivery_id": 1}])
        for table in sorted({name for name, _ in rows}):
            mine = [row for name, row in rows if name == table]
            numbered = [
                {"delivery_id": 1, "line": line, "row_hash": line, **row}
                for line, row in enumerate(mine, start=2)
            ]
            self._add(table, numbered)

    def bring_to(self, day: date) -> Night:
        """Run a night, landing, checks and pages apart."""
        night = Night(as_of=day, timezone=self.book.newest.timezone)
        read_ledger(self.opened, self.ledger, night=night)
        refresh_outcomes(self.opened, self.models, policy=self.book, night=night, rules="examples")
        refresh_tutor_days(self.opened, self.models, night=night)
        refresh_tutors(self.opened, self.models, night=night)
        refresh_rates(self.opened, self.models, policy=self.book.newest, night=night)
        for tale in self.tales:
            give_chances(self.opened, tale.tutor, tale.story, as_of=day)
        refresh_review(self.opened, book=self.book, ledger=self.ledger, night=night)
        refresh_eligibility(
            self.opened, book=self.book, ledger=self.ledger, night=night, run_id="examples"
        )
        return night

    def decide(self, tale: _Tale, step: Row, day: date) -> None:
        """Record what a person decides in a story, on the case that stands that night."""
        cases = self.opened.con.execute(
            "select case_id from review.cases where tutor_id = $tutor and state <> 'decided'",
            {"tutor": tale.tutor},
        ).fetchall()
        named = [case for (case,) in cases if rule_of_case(case) == step["rule"]]
        if not named:
            self.fails(tale.story.quote, f"no case of {step['rule']} stands on {day} to decide on")
            return
        self.ledger.record(
            Decision(
                action=str(step["decide"]),
                case_id=named[0],
                tutor_id=tale.tutor,
                decided_by="the example",
                reason=tale.story.quote,
                effective_on=day,
                run_id="examples",
                recorded_at=day.isoformat(),
                event=str(step["exit"]) if "exit" in step else None,
            )
        )

    def hold_single(self, one: _Single) -> None:
        """Note where an example of one session does not give what it must."""
        found = self.opened.row(
            "select outcome, in_late from core.session_outcomes where session_id = $name",
            {"name": one.name},
        )
        outcome, counts = found or ("no session", None)
        example = one.example
        if outcome != example.outcome:
            self.fails(example.quote, f"outcome is {outcome}, expected {example.outcome}")
        elif example.counts is not None and counts != example.counts:
            self.fails(example.quote, f"counts is {counts}, expected {example.counts}")

    def hold_tale(self, tale: _Tale, night: Night) -> None:
        """Note where a story does not stand on its day as it must."""
        story = tale.story
        flags = {
            rule
            for (rule,) in self.opened.con.execute(
                "select rule from review.flags where tutor_id = $tutor", {"tutor": tale.tutor}
            ).fetchall()
        }
        if story.flags is not None and flags != set(story.flags):
            self.fails(story.quote, f"flags are {_listed(flags)}, expected {_listed(story.flags)}")
        wrong = flags.intersection(story.not_flags)
        if wrong:
            self.fails(story.quote, f"{_listed(wrong)} holds, expected it not to")
        self._hold_offer(tale)
        self._hold_meters(tale, night)

    def fails(self, quote: str, said: str) -> None:
        """Note one thing that does not hold."""
        self.failed.append(Failed(quote=quote, said=said))

    def _hold_offer(self, tale: _Tale) -> None:
        wanted = tale.story.new_students
        found = self.opened.row(
            "select new_students from mart.assignment_eligibility where tutor_id = $tutor",
            {"tutor": tale.tutor},
        )
        if wanted and (not found or found[0] != wanted):
            given = found[0] if found else "nothing"
            self.fails(tale.story.quote, f"new_students is {given}, expected {wanted}")

    def _hold_meters(self, tale: _Tale, night: Night) -> None:
        if not tale.story.meters:
            return
        log = Log(self.opened, self.book, night)
        (history,) = log.histories(log.tutors([tale.tutor]), whole=True)
        said = answers(
            [one for one in self.ledger.decisions(until=night.as_of) if one.tutor_id == tale.tutor]
        )
        judged = Judged.of(self.book, history, said)
        asked = Asked(
            history=judged.history,
            resets=resets(judged),
            day=night.as_of,
            known_on=night.as_of,
        )
        text = judged.text(night.as_of) or self.book.newest
        for name, wanted in tale.story.meters.items():
            found = ask(text, text.meter(name), asked).value
            same = found == wanted or (
                found is not None
                and wanted is not None
                and isclose(found, wanted, rel_tol=_CLOSE, abs_tol=_CLOSE)
            )
            if not same:
                self.fails(tale.story.quote, f"{name} is {found}, expected {wanted}")

    def _add(self, table: str, rows: list[Row]) -> None:
        empty = {column.name: None for column in TABLES[table].columns}
        self.opened.add(table, [{**empty, **row} for row in rows])


def run_examples(book: Book, models: Models) -> list[Failed]:
    """Run all worked examples of a policy's newest text through the real SQL and the real fold.

    Args:
        book: The policy, all texts of it.
        models: Gives the SQL of a model by name.

    Returns:
        What does not hold, in the order of the nights; nothing where all do.
    """
    text = book.newest
    singles = [_single(number, one, book) for number, one in enumerate(text.examples)]
    tales = [_Tale(tutor=f"story-{n}", story=one) for n, one in enumerate(text.stories)]
    with TemporaryDirectory(prefix="examples-") as folder, Warehouse(None).open() as opened:
        world = _World(opened, models, book, Ledger(Path(folder) / "ledger.sqlite"), tales)
        write_policy(opened, book)
        world.deliver([*_rows_of_singles(singles, book), *_rows_of_tales(tales, book)])
        _run_nights(world, singles, tales)
        return world.failed


def _run_nights(world: _World, singles: list[_Single], tales: list[_Tale]) -> None:
    last = [one.told.start.date() + _LONG_AFTER for one in singles]
    days = {day for tale in tales for day, _ in tale.decisions()}
    days |= {tale.asked_on for tale in tales}
    for day in sorted(days | ({max(last)} if last else set())):
        _run_night(world, day, tales)
    for one in singles:
        world.hold_single(one)


def _run_night(world: _World, day: date, tales: list[_Tale]) -> None:
    """Run a night, and once more where people decide something on it."""
    night = world.bring_to(day)
    decided = [(tale, step) for tale in tales for on, step in tale.decisions() if on == day]
    for tale, step in decided:
        world.decide(tale, step, day)
    if decided:
        night = world.bring_to(day)
    for tale in tales:
        if tale.asked_on == day:
            world.hold_tale(tale, night)


def _single(number: int, example: Example, book: Book) -> _Single:
    name = f"example-{number}"
    told = Told(
        name=name,
        tutor=f"tutor-of-{name}",
        given=example.given,
        day=ONE_SESSION,
        timezone=book.newest.timezone,
    )
    return _Single(name=name, example=example, told=told)


def _rows_of_singles(singles: list[_Single], book: Book) -> Iterator[tuple[str, Row]]:
    for one in singles:
        yield roster_row(one.told.tutor, book, str(one.told.given.get("market", "")))
        yield from rows_of(one.told)


def _rows_of_tales(tales: list[_Tale], book: Book) -> Iterator[tuple[str, Row]]:
    for tale in tales:
        markets = [str(one["market"]) for one in tale.story.history if "market" in one]
        yield roster_row(tale.tutor, book, markets[0] if markets else "")
        for number, step in enumerate(tale.story.history):
            if "event" not in step:
                continue
            for time in range(int(str(step.get("times", 1)))):
                yield from rows_of(
                    Told(
                        name=f"{tale.tutor}-{number}-{time}",
                        tutor=tale.tutor,
                        given=step,
                        day=DAY_ZERO + timedelta(days=int(str(step["day"]))),
                        timezone=book.newest.timezone,
                    )
                )


def _listed(names: object) -> str:
    assert isinstance(names, set | tuple)  # noqa: S101 - ours
    return ", ".join(sorted(names)) or "none"
