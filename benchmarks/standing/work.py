"""The nights to measure: outcomes made up at random, the same in each run, and folded."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import process_time

from benchmarks.job import CACHE
from tutor_reliability.night import Night
from tutor_reliability.policy import load_book
from tutor_reliability.policy.durations import parse_length
from tutor_reliability.policy.model import (
    Allowance,
    AssessmentDays,
    Book,
    Calendar,
    Clean,
    Comparison,
    Derive,
    Effect,
    Last,
    Ledger,
    Merge,
    Meter,
    Policy,
    Rolling,
    Rule,
)
from tutor_reliability.standing import news
from tutor_reliability.standing_build import refresh_spells
from tutor_reliability.warehouse import Warehouse

TONIGHT = date(2026, 10, 30)
_BAD = ("late_cancel", "no_show", "interrupted", "early_cancel")
_AMONG = (*_BAD, "completed")
_INCIDENTS = """
insert into core.session_outcomes by name
select
    's' || number as session_id,
    't' || lpad((hash(number) % $tutors)::text, 7, '0') as tutor_id,
    'p' || (hash(number, 1) % 40) as student_id,
    date '2026-10-31' - (hash(number, 2) % 365)::integer - $back as session_day,
    session_day as event_day,
    session_day::timestamptz as reported_at,
    ['late_cancel', 'no_show', 'interrupted', 'early_cancel'][
        case when hash(number, 3) % 10 < 5 then 4 when hash(number, 3) % 10 < 8 then 1
        when hash(number, 3) % 10 = 8 then 2 else 3 end
    ] as outcome,
    1.0 as weight, 0 as variant, []::varchar[] as excused_from, 'none' as excuse,
    false as provisional, 'illness' as reason_code
from range($first, $first + $number) as made(number)
"""
_KEPT = """
insert into core.session_outcomes by name
select
    'k' || number as session_id,
    't' || lpad((hash(number, 4) % $tutors)::text, 7, '0') as tutor_id,
    date '2026-10-30' - (hash(number, 5) % 365)::integer as session_day,
    session_day as event_day, session_day::timestamptz as reported_at,
    'completed' as outcome, 1.0 as weight, 0 as variant,
    []::varchar[] as excused_from, 'none' as excuse, false as provisional
from range($number) as made(number)
"""
_TOMORROW = (
    """
    create or replace table stage.before as
    select * from core.session_outcomes where session_id in (
        select min(session_id) from core.session_outcomes where outcome <> 'completed'
        group by tutor_id having hash(tutor_id) % 100 = 0
    )
    """,
    (
        "update core.session_outcomes set session_day = date '2026-10-31', "
        "event_day = date '2026-10-31' where session_id in (select session_id from stage.before)"
    ),
    (
        "create or replace table stage.fresh as select * from core.session_outcomes "
        "where session_id in (select session_id from stage.before)"
    ),
)
_TUTORS = """
insert into mart.tutors by name
select distinct tutor_id, 'UTC' as timezone, date '2025-01-01' as joined_at
from core.session_outcomes
"""


def first(incidents: int, policy: str) -> dict[str, float]:
    """Fold everybody."""
    return _measured(_made(incidents), policy, TONIGHT, anew=True)


def next(incidents: int, policy: str) -> dict[str, float]:  # noqa: A001 - a night's name
    """Fold, then let one tutor in a hundred have an incident, and give what that night costs."""
    path = _made(incidents)
    _measured(path, policy, TONIGHT, anew=True)
    with Warehouse(path).open() as opened:
        for sql in _TOMORROW:
            opened.con.execute(sql)
        news.remember(opened, old="stage.before", fresh="stage.fresh", touched="stage.before")
    return _measured(path, policy, date(2026, 10, 31), anew=False)


def _measured(path: Path, policy: str, as_of: date, *, anew: bool) -> dict[str, float]:
    book = load_book("itutor") if policy == "itutor" else Book(variants=(everything(),))
    night = Night(as_of=as_of, timezone="UTC")
    with Warehouse(path).open() as opened:
        started = process_time()
        done = refresh_spells(opened, book=book, decisions={}, night=night, anew=anew)
        took = process_time() - started
    return {
        "cpu_s_of_the_fold": round(took, 2),
        "may": done.tutors,
        "folded": done.folded,
        "spells": done.spells,
    }


def _made(incidents: int) -> Path:
    """Make the warehouse to fold, anew each time."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"standing-{incidents}.duckdb"
    path.unlink(missing_ok=True)
    tutors = incidents // 10
    with Warehouse(path).open() as opened:
        opened.con.execute(
            _INCIDENTS, {"tutors": tutors, "back": 1, "first": 0, "number": incidents}
        )
        opened.con.execute(_KEPT, {"tutors": tutors, "number": incidents * 5})
        opened.con.execute(_TUTORS)
    return path


def everything() -> Policy:
    """Give a policy that uses the whole tutor half of the language."""
    base = load_book("itutor").newest
    return replace(
        base, meters=_meters(), merges=_MERGES, derives=_DERIVES, rules=_rules(), excuses=()
    )


_MERGES = (Merge(of=("late_cancel",), by=("day", "reason"), meters=("late",)),)
_DERIVES = (
    Derive(
        sources=("late_cancel", "no_show"),
        count=3,
        within=parse_length("60d"),
        to="again",
        words="late again and again",
    ),
)


def _meters() -> tuple[Meter, ...]:
    bad = ("late_cancel", "no_show", "interrupted")
    quarter = Rolling(length=parse_length("90d"))
    ledger = Ledger(
        points={"late_cancel": (-5.0, -10.0), "no_show": (-20.0,), "again": (-10.0,)},
        start=100.0,
        tier_window=parse_length("90d"),
        cap=100.0,
        clean=Clean(lasts=parse_length("30d"), adds=5.0),
        reset_on_exit=True,
    )
    forgiving = Allowance(times=1, within=parse_length("60d"))
    return (
        Meter(name="late", kind="count", of=bad, window=quarter, forgive=forgiving),
        Meter(name="again", kind="count", of=("again",), window=quarter),
        Meter(name="month", kind="count", of=bad, window=Calendar(unit="month")),
        Meter(name="of_last", kind="rate", of=bad, among=_AMONG, window=Last(sessions=30)),
        Meter(name="rate", kind="rate", of=bad, among=_AMONG, window=quarter, min_volume=10),
        Meter(name="row", kind="streak", of=bad, among=_AMONG),
        Meter(name="points", kind="ledger", of=tuple(ledger.points), ledger=ledger),
    )


def _rules() -> tuple[Rule, ...]:
    bad = ("late_cancel", "no_show", "interrupted")
    month = parse_length("30d")
    review = Effect(
        do="open_review",
        human=True,
        exits=("review_closed",),
        lapses=parse_length("180d"),
        due=parse_length("14d"),
    )

    def rule(name: str, meter: str, test: str, effect: Effect, **more: object) -> Rule:
        sign, number = test.split()
        return Rule(
            name=name,
            on=bad if more.get("trigger", "incident") == "incident" else (),
            when=(Comparison(meter=meter, sign=sign, number=float(number)),),
            effect=effect,
            severity="review",
            words=name,
            **more,  # type: ignore[arg-type]
        )

    watch = Effect(do="watch", lasts=month, stack="extend")
    return (
        rule("late", "late", ">= 3", review),
        rule("again", "again", ">= 2", review, trigger="crossing"),
        rule("month", "month", ">= 3", watch),
        rule("of_last", "of_last", ">= 0.2", watch, during=("watch",)),
        rule("rate", "rate", ">= 0.2", Effect(do="watch"), trigger="level"),
        rule("row", "row", ">= 3", review, trigger="crossing"),
        rule("points", "points", "<= 50", review, trigger="crossing"),
        rule(
            "assessed",
            "rate",
            ">= 0.15",
            Effect(do="watch"),
            trigger="dates",
            at=AssessmentDays(days=((1, 1), (4, 1), (7, 1), (10, 1))),
        ),
    )
