"""What is known of one tutor: sessions that count for something, those kept, what people said."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from tutor_reliability.ledger import CLOSING, Decision
from tutor_reliability.policy.model import Book, ClassRule, Meter, Policy

REVIEW_CLOSED = "review_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One session that some meter or rule of the policy names, or an incident derived from some.

    `day` is that of the start, `event_day` and `report_day` those on which it ended and on which
    we first knew (None: as `day`); `counts_from` the day by which it was settled. `dropped_from`
    names the meters an excuse took it out of, '*' for all; `pending` says that an excuse is
    undecided. `members` are the sessions a derived incident was made of. `kept`: it took place.
    """

    session_id: str
    day: date
    outcome: str
    counts_from: date
    dropped_from: frozenset[str] = frozenset()
    pending: bool = False
    student_id: str | None = None
    reason: str | None = None
    booked_at: datetime | None = None
    weight: float = 1.0
    variant: int = 0
    event_day: date | None = None
    report_day: date | None = None
    members: tuple[str, ...] = ()
    kept: bool = False

    def is_in(self, meter: Meter) -> bool:
        """Tell whether no excuse took it out of the meter."""
        return "*" not in self.dropped_from and meter.name not in self.dropped_from

    def on(self, axis: str) -> date:
        """Give its day on an axis: start, event or report."""
        if axis == "event":
            return self.event_day or self.day
        return (self.report_day or self.day) if axis == "report" else self.day

    def known_on(self, axis: str) -> date:
        """Give the first day on which it counts on an axis."""
        return max(self.on(axis), self.counts_from)

    @property
    def id(self) -> tuple[str, str]:
        """Names it: a derived incident shares its last session's."""
        return (self.session_id, self.outcome)

    @property
    def sessions(self) -> tuple[str, ...]:
        """The sessions it stands for."""
        return self.members or (self.session_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many sessions of one outcome took place: days in order, and the number up to each."""

    outcome: str
    days: tuple[date, ...]
    until: tuple[int, ...]
    weight: float = 1.0

    def upto(self, day: date) -> int:
        """Count those up to a day."""
        index = bisect_right(self.days, day)
        return self.until[index - 1] if index else 0

    def on(self, day: date) -> int:
        """Count those on a day."""
        index = bisect_right(self.days, day)
        if not index or self.days[index - 1] != day:
            return 0
        return self.until[index - 1] - (self.until[index - 2] if index > 1 else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The chance that a signal gave on a day, and the sessions it rested on, oldest first."""

    day: date
    chance: float
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One tutor: incidents by day, sessions that took place, since when and in which market.

    Sessions that took place fall on the day of their start on every axis, and are known that day.
    `chances` are the points of each signal, `without` the chance that a signal would give tonight
    were the excuse of a session accepted. `certain`: nothing may rest on an undecided excuse.
    """

    tutor_id: str
    incidents: tuple[Incident, ...]
    kept: tuple[Kept, ...] = ()
    joined: date | None = None
    market: str = ""
    first_text: date = date.min
    """The day from which any text judges."""
    taught_before: int = 0
    """Sessions that took place before that day, which count for nothing but not being new."""
    chances: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    without: Mapping[tuple[str, str], float] = field(default_factory=dict)
    certain: bool = False

    @property
    def began(self) -> date | None:
        """The day the tutor joined, else of the first session; None before either."""
        if self.joined is not None:
            return self.joined
        first = [one.day for one in self.incidents] + [one.days[0] for one in self.kept if one.days]
        return min(first, default=None)

    @property
    def judged_from(self) -> date | None:
        """The first day on which the tutor was there and a text judged."""
        return max(self.began, self.first_text) if self.began else None

    def taught(self, day: date) -> int:
        """Count the sessions that took place up to a day."""
        return self.taught_before + sum(one.upto(day) for one in self.kept)

    def last_point(self, signal: str, day: date) -> Point | None:
        """Give the last point of a signal up to a day."""
        upto = (one for one in self.chances.get(signal, ()) if one.day <= day)
        return max(upto, key=lambda one: one.day, default=None)

    def without_pending(self) -> "History":
        """Leave out the incidents whose excuse nobody has decided."""
        decided = tuple(one for one in self.incidents if not one.pending)
        return replace(self, incidents=decided, certain=True)

    @property
    def pending(self) -> bool:
        """Whether an excuse is undecided that could change how the tutor stands."""
        weighed = (one for its in self.chances.values() for point in its for one in point.incidents)
        return any(one.pending for one in (*self.incidents, *weighed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a named person said of a rule's case on a day: dismiss, uphold, pause, or an event."""

    day: date
    action: str
    event: str = ""
    number: int = 0
    """Its place in the ledger."""

    @property
    def ends(self) -> str:
        """The event it stands for, of those that can end an effect."""
        return self.event or REVIEW_CLOSED


Answers = Mapping[str, Sequence[Answer]]
"""By rule, in the order of their days."""


def answers(decisions: Sequence[Decision]) -> dict[str, list[Answer]]:
    """Sort one tutor's decisions on cases by the rule that opened them."""
    found: dict[str, list[Answer]] = {}
    for one in decisions:
        if one.case_id and one.action in (*CLOSING, "release"):
            rule = one.case_id.rsplit("-", 2)[0]
            answer = Answer(
                day=one.effective_on,
                action=one.action,
                event=one.event or "",
                number=one.decision_id,
            )
            found.setdefault(rule, []).append(answer)
    return {rule: sorted(its, key=lambda one: one.day) for rule, its in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A tutor as the book's texts judge: from the first text on, pending excuses as each says."""

    book: Book = field(repr=False)
    history: History
    answers: Answers = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, history: History, said: Answers) -> "Judged":
        """Leave out what no text judges, and what an undecided excuse keeps from counting."""
        first = min(one.from_day for one in book.variants)
        terms = {one.variant: one.excuse_terms.while_pending for one in book.variants}

        def held(one: Incident) -> Incident:
            counts = one.pending and terms.get(one.variant) == "counts"
            return replace(one, pending=False) if counts else one

        fitting = [
            held(one)
            for one in history.incidents
            if one.on("event") >= first
            and not (one.pending and terms.get(one.variant) == "does_not_count")
        ]
        kept = tuple(_from(one, first) for one in history.kept)
        judged = replace(
            history,
            incidents=tuple(sorted(fitting, key=_by_day)),
            kept=kept,
            joined=history.began,
            first_text=first,
            taught_before=history.taught_before
            + sum(one.upto(first - timedelta(days=1)) for one in history.kept),
            chances={
                signal: [replace(one, incidents=tuple(map(held, one.incidents))) for one in its]
                for signal, its in history.chances.items()
            },
        )
        return cls(book=book, history=judged, answers=said)

    def text(self, day: date) -> Policy | None:
        """Give the text in force for this tutor on a day."""
        only = self.book.variants[0]
        if len(self.book.variants) == 1 and not only.market and only.until_day is None:
            return only if only.from_day <= day else None
        return self.book.of(day, self.history.market)

    @property
    def first_day(self) -> date | None:
        """The first day of which a rule may be asked: the tutor was there, and a text judged."""
        began = self.history.began
        if began is None:
            return None
        earliest = min((one.on("event") for one in self.history.incidents), default=began)
        return max(self.history.first_text, min(began, earliest))

    @property
    def certain(self) -> "Judged":
        """The same without what an undecided excuse may still take away."""
        return replace(self, history=self.history.without_pending())


def kept_outcomes(policy: Policy) -> frozenset[str]:
    """Name the outcomes of sessions that simply took place, of which only the number matters.

    Not those that something asks more of: a rule asked on their days, an excuse, a merge, a
    derived incident, who was taught.
    """
    plain: dict[str, bool] = {}
    for one in policy.classes:
        plain[one.name] = plain.get(one.name, True) and _took_place(one)
    asked = {outcome for rule in policy.rules for outcome in rule.on}
    asked |= {outcome for one in policy.excuses for outcome in (*one.of, one.to)}
    asked |= {outcome for one in policy.merges for outcome in one.of}
    asked |= {outcome for one in policy.derives for outcome in (*one.sources, one.to)}
    asked |= {outcome for one in policy.meters if one.distinct for outcome in one.of}
    asked |= {outcome for one in policy.meters if one.forgive for outcome in one.of}
    asked |= {policy.cure.to} if policy.cure else set()
    return frozenset(name for name, holds in plain.items() if holds) - asked


def counted_outcomes(policy: Policy) -> frozenset[str]:
    """Name the outcomes that a meter, rule, merge or derived incident of the policy names."""
    named = {outcome for one in policy.meters for outcome in (*one.of, *one.among)}
    named |= {outcome for one in policy.rules for outcome in one.on}
    named |= {outcome for one in policy.derives for outcome in one.sources}
    return frozenset(named)


def _took_place(one: ClassRule) -> bool:
    when = one.when
    punctual = when.lateness_from is None and when.lateness_below is None
    return when.events == ("completed",) and punctual


def _from(kept: Kept, first: date) -> Kept:
    start = bisect_right(kept.days, first)
    start -= bool(start and kept.days[start - 1] == first)
    before = kept.until[start - 1] if start else 0
    return replace(
        kept, days=kept.days[start:], until=tuple(one - before for one in kept.until[start:])
    )


def _by_day(one: Incident) -> tuple[date, str]:
    return (one.day, one.session_id)
