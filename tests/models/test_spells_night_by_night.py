"""Night after night, what is kept and what is folded anew is what folding everybody gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.standing.policies_at_random import books, day, histories
from tutor_reliability.ledger import Decision
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.standing import Fold, History, Incident, Judged, answers, standing
from tutor_reliability.standing.chance_log import ChanceLog
from tutor_reliability.standing.news import remember
from tutor_reliability.standing_build import refresh_spells
from tutor_reliability.tables import TABLES as CONTRACTS
from tutor_reliability.warehouse import Opened, Warehouse

TABLES = (
    "core.session_outcomes",
    "review.spells",
    "review.folds",
    "review.builds",
    "review.incidents",
    "review.news",
    "review.taught",
    "review.taught_until",
)


@pytest.fixture(scope="module")
def kept() -> Iterator[Opened]:
    with Warehouse(None).open() as opened:
        yield opened


@pytest.fixture(scope="module")
def anew() -> Iterator[Opened]:
    with Warehouse(None).open() as opened:
        yield opened


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)


def write(opened: Opened, tutors: list[History], night: date) -> None:
    """Let the warehouse stand as these tutors' sessions stand on a night."""
    incidents = [
        {
            "session_id": f"{tutor.tutor_id}-{one.session_id}",
            "tutor_id": tutor.tutor_id,
            "session_day": one.day,
            "event_day": one.event_day,
            "reported_at": noon(one.report_day or one.day),
            "outcome": one.outcome,
            "weight": one.weight,
            "variant": one.variant,
            "excused_from": sorted(one.dropped_from),
            "excuse": "pending" if one.pending else "none",
            "student_id": one.student_id,
            "reason_code": one.reason,
            "settles_at": noon(one.counts_from),
            "provisional": one.counts_from > night,
        }
        for tutor in tutors
        for one in tutor.incidents
    ]
    taught = [
        {
            "session_id": f"{tutor.tutor_id}-{on}-{number}",
            "tutor_id": tutor.tutor_id,
            "session_day": on,
            "event_day": on,
            "reported_at": noon(on),
            "outcome": "completed",
            "weight": 1.0,
            "variant": 0,
            "excused_from": [],
            "excuse": "none",
            "provisional": False,
        }
        for tutor in tutors
        for kept in tutor.kept
        for on in kept.days
        for number in range(kept.on(on))
    ]
    judge(opened, incidents + taught, night)
    known = [
        {
            "tutor_id": one.tutor_id,
            "joined_at": one.joined,
            "timezone": "UTC",
            "first_session_day": replace(one, joined=None).began,
        }
        for one in tutors
    ]
    put(opened, "mart.tutors", known)
    write_chances(opened, tutors, night)


def write_chances(opened: Opened, tutors: list[History], night: date) -> None:
    """Let the warehouse stand as these tutors' evidence stands on a night."""
    points = [
        {
            "tutor_id": tutor.tutor_id,
            "signal": signal,
            "day": one.day,
            "chance": one.chance,
            "events": len(one.incidents),
            "session_ids": [f"{tutor.tutor_id}-{each.session_id}" for each in one.incidents],
        }
        for tutor in tutors
        for signal, its in tutor.chances.items()
        for one in its
        if one.day <= night
    ]
    put(opened, "review.signal_points", points)
    without = [
        {
            "tutor_id": tutor.tutor_id,
            "signal": signal,
            "session_id": f"{tutor.tutor_id}-{session}",
            "day": night,
            "treatment": "counted",
            "chance_without": chance,
        }
        for tutor in tutors
        for (signal, session), chance in tutor.without.items()
    ]
    put(opened, "review.signal_events", without)


def judge(opened: Opened, rows: list[dict[str, object]], night: date) -> None:
    """Write outcomes down as a night does: those judged otherwise, and those whose day has come."""
    opened.con.execute(
        "create or replace table stage.before as select * from core.session_outcomes"
    )
    put(opened, "core.session_outcomes", rows)
    opened.con.execute(
        "create or replace table stage.touched_sessions as "
        "select session_id from (from stage.before except from core.session_outcomes) union "
        "select session_id from (from core.session_outcomes except from stage.before) union "
        "select session_id from core.session_outcomes where session_day <= $night "
        "and session_day > (select coalesce(max(as_of), date '0001-01-01') from review.builds)",
        {"night": night},
    )
    opened.con.execute(
        "create or replace table stage.fresh as select * from core.session_outcomes "
        "where session_id in (select session_id from stage.touched_sessions)"
    )
    remember(opened, old="stage.before", fresh="stage.fresh", touched="stage.touched_sessions")


def put(opened: Opened, table: str, rows: list[dict[str, object]]) -> None:
    empty = dict.fromkeys(one.name for one in CONTRACTS[table].columns)
    opened.fill(table, [{**empty, **row} for row in rows])


def spells(opened: Opened) -> list[tuple[object, ...]]:
    found = opened.con.execute("select * from review.spells order by all").fetchall()
    return [tuple(one) for one in found]


@st.composite
def months(draw) -> tuple[Book, list[list[History]], list[Decision], list[date]]:
    """Draw a book, two tutors as they are known on each of some nights, and decisions."""
    book = draw(books())
    tutors = [replace(draw(histories(most=4)), tutor_id=name) for name in ("a", "b")]
    nights = sorted(draw(st.sets(st.integers(0, 75), min_size=2, max_size=4)))
    told = []
    for _ in nights:
        one = draw(st.integers(0, 1))
        tutors = [*tutors]
        tutors[one] = excused(tutors[one])
        told.append(tutors)
    decisions = [
        Decision(
            action=draw(st.sampled_from(["dismiss", "uphold"])),
            tutor_id=draw(st.sampled_from(["a", "b"])),
            case_id=f"r{draw(st.integers(0, 1))}-20260101-abcdefgh",
            decided_by="Ada",
            reason="why",
            effective_on=day(draw(st.integers(0, 70))),
            run_id="r",
            recorded_at="",
            decision_id=number + 1,
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return book, told, decisions, [day(one) for one in nights]


def excused(tutor: History) -> History:
    """Let every excuse that is undecided be accepted; evidence has its own of it."""

    def accepted(one: Incident) -> Incident:
        return replace(one, pending=False, dropped_from=frozenset("*")) if one.pending else one

    return named(replace(tutor, incidents=tuple(map(accepted, tutor.incidents))))


def named(tutor: History) -> History:
    """Let each point name the tutor's sessions as they are known now."""
    known = {one.session_id: one for one in tutor.incidents}
    return replace(
        tutor,
        chances={
            signal: [
                replace(one, incidents=tuple(known[each.session_id] for each in one.incidents))
                for one in its
            ]
            for signal, its in tutor.chances.items()
        },
    )


def compare(kept: Opened, anew: Opened, drawn) -> None:
    book, told, decisions, nights = drawn
    for opened in (kept, anew):
        for table in TABLES:
            opened.con.execute(f"delete from {table}")
    for tutors, as_of in zip(told, nights, strict=True):
        known = {
            one.tutor_id: [
                each
                for each in decisions
                if each.tutor_id == one.tutor_id and each.effective_on <= as_of
            ]
            for one in tutors
        }
        night = Night(as_of=as_of, timezone="UTC")
        for opened in (kept, anew):
            write(opened, tutors, as_of)
        if as_of.toordinal() % 3 == 0 and as_of != nights[-1]:
            continue  # a red night: sessions are judged, and no rule is asked
        refresh_spells(kept, book=book, decisions=known, night=night)
        refresh_spells(anew, book=book, decisions=known, night=night, anew=True)
        assert spells(kept) == spells(anew)
        told_by_fold = [
            (one.tutor_id, spell.rule.name, spell.since)
            for one in tutors
            for spell in standing(
                Judged.of(book, settled(one, as_of), answers(known[one.tutor_id])),
                Fold,
                as_of=as_of,
            )
        ]
        assert sorted((one[0], one[1], one[5]) for one in spells(kept)) == sorted(told_by_fold)


def settled(tutor: History, night: date) -> History:
    """Give what the warehouse tells of a tutor: nothing that lies ahead."""
    return replace(
        tutor,
        joined=tutor.joined or tutor.began,
        incidents=tuple(
            one
            for one in tutor.incidents
            if one.counts_from <= night and min(one.day, one.on("event")) <= night
        ),
        chances={
            signal: [one for one in its if one.day <= night]
            for signal, its in tutor.chances.items()
        },
    )


LOUD = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
LOUD.append(HealthCheck.function_scoped_fixture)


@settings(max_examples=6, deadline=None, suppress_health_check=LOUD)
@given(months())
def test_what_is_kept_is_what_folding_everybody_gives(kept, anew, drawn) -> None:
    compare(kept, anew, drawn)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=LOUD)
@given(months())
def test_what_is_kept_is_what_folding_everybody_gives_for_long(kept, anew, drawn) -> None:
    compare(kept, anew, drawn)


def test_only_the_tutor_of_whom_something_is_new_is_folded_again(kept) -> None:
    from tests.unit.standing.test_laws_of_a_tutor import PLAIN, lost, of, one_rule  # noqa: PLC0415

    book = one_rule(PLAIN, ">=", 2)
    tutors = [
        replace(of(lost(0, event_day=day(0)), lost(1, event_day=day(1))), tutor_id=name)
        for name in ("a", "b")
    ]
    for table in TABLES:
        kept.con.execute(f"delete from {table}")
    write(kept, tutors, day(2))
    first = refresh_spells(kept, book=book, decisions={}, night=Night(as_of=day(2), timezone="UTC"))
    more = replace(tutors[1], incidents=(*tutors[1].incidents, lost(3, event_day=day(3))))
    write(kept, [tutors[0], more], day(3))
    then = refresh_spells(kept, book=book, decisions={}, night=Night(as_of=day(3), timezone="UTC"))
    after = Night(as_of=day(3) + timedelta(days=8), timezone="UTC")
    write(kept, [tutors[0], more], after.as_of)
    ended = refresh_spells(kept, book=book, decisions={}, night=after)
    assert (first.folded, then.folded, ended.folded) == (2, 1, 1)


def test_who_has_a_chance_is_folded_without_incidents_and_again_where_it_changed(kept) -> None:
    from tests.unit.standing.test_laws_of_a_chance import book, tutor  # noqa: PLC0415
    from tests.unit.standing.test_laws_of_a_chance import day as on  # noqa: PLC0415

    night = Night(as_of=on(9), timezone="UTC")
    told = {"a": {0: 0.95, 7: 0.6}, "b": {7: 0.89}, "c": {7: 0.92}}
    for table in TABLES:
        kept.con.execute(f"delete from {table}")

    def fold() -> tuple[int, int, int]:
        tutors = [replace(tutor(its), tutor_id=name) for name, its in told.items()]
        write(kept, tutors, night.as_of)
        done = refresh_spells(kept, book=book(), decisions={}, night=night)
        return done.tutors, done.folded, done.spells

    assert fold() == (2, 2, 2)
    assert fold() == (2, 0, 2)
    told["c"] = {7: 0.93}
    assert fold() == (2, 1, 2)
    told["b"] = {7: 0.9}
    assert fold() == (3, 1, 3)
    rows = kept.con.execute("select tutor_id, since, tested from review.spells order by 1")
    assert rows.fetchall() == [
        ("a", on(0), ["chance: 60.0 %"]),
        ("b", on(7), ["chance: 90.0 %"]),
        ("c", on(7), ["chance: 93.0 %"]),
    ]


def test_sessions_that_a_chance_names_are_the_same_found_by_their_places(kept) -> None:
    from tests.unit.standing.test_laws_of_a_chance import book, tutor  # noqa: PLC0415
    from tests.unit.standing.test_laws_of_a_chance import day as on  # noqa: PLC0415

    for table in (*TABLES, "core.outcome_places"):
        kept.con.execute(f"delete from {table}")
    its = tutor({0: 0.95, 7: 0.6})
    incidents = tuple(one for point in its.chances["late_sessions"] for one in point.incidents)
    named_twice = [replace(its, tutor_id=name, incidents=incidents) for name in ("a", "b")]
    write(kept, named_twice, on(9))
    night = Night(as_of=on(9), timezone="UTC")
    by_place, by_id = (
        ChanceLog(kept, book(), night, long_from=least).points(["a", "b"]) for least in (0, 1_000)
    )
    assert by_place == by_id
    assert [len(one.incidents) for one in by_place["a"]["late_sessions"]] == [1, 1]
