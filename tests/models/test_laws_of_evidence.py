"""What must hold of the evidence whatever the marketplace: through the real SQL, on days by chance.

Where a law compares two nights it weighs every hour and day alike and expects of tutors what the
policy says: learning from a marketplace is for other tests, and would move with it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.models.evidence_worlds import RATES, TONIGHT, Evidence, Taught, by_chance, policy
from tutor_reliability.evidence_build.span import Span
from tutor_reliability.warehouse import Warehouse

ALIKE = policy(exposure_by_hour="false", exposure_by_incident="false")
LEARNING = policy(min_tutors=3, incident_weight=1, hour_weight=1)
GAP, SPELL = ALIKE.evidence.longest_gap.number, ALIKE.evidence.longest_spell.number
CLOSE = 1e-9
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def evidence() -> Iterator[Evidence]:
    with Warehouse(None).open() as opened:
        yield Evidence(opened)


def tried(usual: int) -> pytest.MarkDecorator:
    often = pytest.param(10 * usual, marks=pytest.mark.slow)
    return pytest.mark.parametrize("examples", [usual, often], ids=str)


def holds(examples: int) -> Callable:
    """Try so many marketplaces, each by a seed: a year of days is too many draws to make small."""
    quiet = settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.reuse, Phase.generate),
        report_multiple_bugs=False,
    )
    seeds = st.builds(Random, st.integers(0, 2**32))
    return lambda law: quiet(given(rnd=seeds)(law))()


def nearly(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= CLOSE * max(1.0, abs(one))
    return one == other


def unlike(one: dict, other: dict) -> list[str]:
    return [name for name in one if not nearly(one[name], other[name])]


@tried(1)
def test_the_order_of_rows_changes_no_byte(evidence, examples) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd)
        found = evidence.bring(sessions, LEARNING).tables()
        rnd.shuffle(sessions)
        assert evidence.bring(sessions, LEARNING).tables() == found


@tried(1)
def test_a_past_night_gives_the_same_bytes_again(evidence, examples) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd)
        past = TONIGHT - timedelta(days=rnd.choice((1, 7, 20, 40)))
        found = evidence.bring(sessions, LEARNING, past).tables()
        evidence.bring(sessions, LEARNING)
        assert evidence.bring(sessions, LEARNING, past).tables() == found


@tried(1)
def test_two_tutors_who_swap_their_names_swap_their_rows(evidence, examples) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd)
        one, other = rnd.sample(sorted({each.tutor for each in sessions}), 2)
        names = {one: other, other: one}
        swapped = [replace(each, tutor=names.get(each.tutor, each.tutor)) for each in sessions]
        found = evidence.bring(sessions, ALIKE).signals()
        anew = evidence.bring(swapped, ALIKE).signals()
        for (tutor, signal), row in found.items():
            ours = {name: value for name, value in row.items() if name != "tutor_id"}
            assert unlike(ours, anew[names.get(tutor, tutor), signal]) == []


@tried(1)
def test_which_session_of_a_day_was_which_changes_no_figure(evidence, examples) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd)
        permuted = []
        for day in by_day(sessions).values():
            names = rnd.sample([one.session for one in day], len(day))
            permuted += [replace(one, session=name) for one, name in zip(day, names, strict=True)]
        found = evidence.bring(sessions, LEARNING).signals()
        anew = evidence.bring(permuted, LEARNING).signals()
        for key, row in found.items():
            assert set(unlike(row, anew[key])) <= {"session_ids"}


@tried(1)
def test_a_week_later_all_is_as_it_was_a_week_before(evidence, examples) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd)
        later = [replace(one, starts_at=one.starts_at + WEEK) for one in sessions]
        found = evidence.bring(sessions, ALIKE).signals()
        both_remember = max(memory(TONIGHT), memory(TONIGHT + WEEK) - WEEK)
        points = points_of(evidence, sessions, both_remember)
        anew = evidence.bring(later, ALIKE, TONIGHT + WEEK).signals()
        for key, row in found.items():
            since = row["since"] and row["since"] + WEEK
            moved = {**row, "as_of": row["as_of"] + WEEK, "since": since}
            assert unlike(moved, anew[key]) == []
        assert {(*who, day + WEEK): chance for (*who, day), chance in points.items()} == points_of(
            evidence, later, both_remember + WEEK
        )


@tried(1)
def test_excusing_an_event_never_raises_the_chance_and_does_what_was_said(
    evidence, examples
) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd, tutors=3)
        found = evidence.bring(sessions, ALIKE).signals()
        told = episodes(evidence)
        if not told:
            return
        (tutor, signal, without), names = rnd.choice(sorted(told.items()))
        excused = [replace(one, excused=one.session in names or one.excused) for one in sessions]
        anew = evidence.bring(excused, ALIKE).signals()[tutor, signal]["chance"] or 0.0
        assert anew <= found[tutor, signal]["chance"] + CLOSE
        assert anew == pytest.approx(without, abs=1e-6)


@tried(1)
def test_events_and_trials_are_those_of_a_plain_count(evidence, examples) -> None:
    @holds(examples)
    def law(rnd: Random) -> None:
        sessions = by_chance(rnd)
        found = evidence.bring(sessions, LEARNING).signals()
        for (tutor, signal), row in found.items():
            own = [one for one in sessions if one.tutor == tutor]
            assert (row["events"], row["trials"]) == plain_count(own, signal)


def by_day(sessions: list[Taught]) -> dict[tuple, list[Taught]]:
    found = defaultdict(list)
    for one in sessions:
        found[one.tutor, one.starts_at.date()].append(one)
    return found


def memory(as_of: date) -> date:
    """Give the first day that a night remembers: of a quarter, so that it does not slide."""
    return Span(as_of=as_of, weeks=26).points_from


def points_of(evidence: Evidence, sessions: list[Taught], first: date) -> dict[tuple, float]:
    """Give the points that a night which remembers nothing before a day would have kept.

    They begin with the first event of note; one of an earlier week keeps those after it as well.
    """
    days = by_day(sessions)
    lost = {
        "late_sessions": {key for key, own in days.items() if any(one.late for one in own)},
        "wiped_days": {
            (tutor, day)
            for tutor in {tutor for tutor, _ in days}
            for spell in spells(
                [(day, own) for (of, day), own in sorted(days.items()) if of == tutor]
            )
            for day, _ in spell
        },
    }
    rows = evidence.rows(
        "select tutor_id, signal, day, chance from review.signal_points "
        f"where signal in {RATES} and day >= date '{first}' order by all"
    )
    begun: set[tuple] = set()
    kept = {}
    for row in rows:
        who = (row["tutor_id"], row["signal"])
        if row["chance"] >= 0.5 and (who[0], row["day"]) in lost[who[1]]:
            begun.add(who)
        if who in begun:
            kept[*who, row["day"]] = round(row["chance"], 9)
    return kept


def episodes(evidence: Evidence) -> dict[tuple, set[str]]:
    """Give the sessions of each event that a person might excuse, with what that would do."""
    rows = evidence.rows(
        "select tutor_id, signal, session_id, chance_without, "
        "coalesce(spell_no::varchar, session_id) as episode "
        "from review.signal_events where chance_without is not null and signal = 'late_sessions'"
    )
    found = defaultdict(set)
    chance = {}
    for row in rows:
        key = (row["tutor_id"], row["signal"], row["episode"])
        found[key].add(row["session_id"])
        chance[key] = row["chance_without"]
    return {(*key[:2], chance[key]): names for key, names in found.items()}


def plain_count(sessions: list[Taught], signal: str) -> tuple[float, float]:
    """Count one tutor's events and trials of the last 26 weeks, day by day."""
    days = [(day, own) for (_, day), own in sorted(by_day(sessions).items())]
    events = trials = 0
    for spell in spells(days):
        stands = spell and any(one.late and not one.excused for _, own in spell for one in own)
        if stands and spell[0][0] > TONIGHT - 26 * WEEK:
            events, trials = events + 1, trials + 1
    halves = [one for one in spells(days) if signal == "late_sessions" and counts_half_more(one)]
    more = sum(0.5 for spell in halves if spell[1][0] > TONIGHT - 26 * WEEK)
    events, trials = events + more, trials + more
    inside = {day for spell in spells(days) for day, _ in spell}
    for day, own in days:
        left = [one for one in own if not one.excused]
        if day <= TONIGHT - 26 * WEEK or day in inside:
            continue
        if signal == "late_sessions":
            events, trials = events + sum(one.late for one in left), trials + len(left)
        else:
            trials += bool(left)
    return events, trials


def counts_half_more(spell: list[tuple]) -> bool:
    """Tell whether the second day of a spell had one session, and both that and the first count."""
    counts = [any(one.late and not one.excused for one in own) for _, own in spell[:2]]
    return len(counts) > 1 and all(counts) and len(spell[1][1]) == 1


def spells(days: list[tuple]) -> list[list[tuple]]:
    """Put wiped-out working days together that follow each other closely."""
    found: list[list[tuple]] = []
    goes_on = False
    for day, own in days:
        late = sum(one.late for one in own)
        wiped = late > 0 and late >= ALIKE.evidence.wiped_share * len(own)
        if wiped and goes_on and (day - found[-1][-1][0]).days <= GAP:
            goes_on = (day - found[-1][0][0]).days < SPELL
        else:
            goes_on = False
        if wiped and goes_on:
            found[-1].append((day, own))
        elif wiped:
            found.append([(day, own)])
        goes_on = wiped
    return found
