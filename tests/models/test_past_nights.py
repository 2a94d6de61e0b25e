"""A past night computed again is what it was: in the same home, and in one rebuilt from its files.

Small marketplaces are made by chance and delivered over some nights: late rows, corrections,
withdrawals, versions, redeliveries, messages decided later, decisions of people, a missed night.
Everything a night made is kept, and held against what the last warehouse makes of that night.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assets import sql
from quality import limits
from tutor_reliability.bursts_build import refresh_bursts
from tutor_reliability.eligibility_build import refresh_eligibility
from tutor_reliability.evidence_build import refresh_signals
from tutor_reliability.landing import land
from tutor_reliability.ledger import Decision, Ledger
from tutor_reliability.night import Night
from tutor_reliability.nights import arrival_of, as_it_was, settle_arrivals
from tutor_reliability.outcomes_build import (
    Sizes,
    refresh_outcomes,
    refresh_tutor_days,
    write_policy,
)
from tutor_reliability.policy import load, parse
from tutor_reliability.policy.rows import as_book
from tutor_reliability.rates_build import refresh_rates, refresh_tutors, window_counts
from tutor_reliability.review_build import read_ledger, refresh_review
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Opened, Warehouse

FIRST = date(2026, 3, 10)
NIGHTS = tuple(FIRST + timedelta(days=number) for number in range(6))
USUAL, OFTEN = (NIGHTS[:4], 1), (NIGHTS, 4)
"""The nights of a history, and how many histories are tried."""
MADE = (
    "core.session_outcomes",
    "core.tutor_days",
    "core.surge_days",
    "core.bulk_events",
    "mart.tutors",
    "mart.tutor_rates",
    "review.exposure_factors",
    "review.priors",
    "review.signals",
    "review.signal_events",
    "review.signal_points",
    "review.signal_moves",
    "review.older_sessions",
    "review.decisions",
    "review.flags",
    "review.cases",
    "mart.assignment_eligibility",
)
WORLDS = 5
"""Marketplaces in one home: a night costs the same with many."""
NUMBERED = ("session_delivery", "cancellation_delivery")
"""A rebuild lands the same files in another order, and numbers them so."""
SIZES = Sizes(near_from=0, plain_from=0, batch_rows=7)
"""As if a handful of rows were a long history."""
LIMITS = limits.bursts() | {"bulk_sessions": 2}
HEADERS = {
    "sessions": "session_id tutor_id student_id booked_at scheduled_start original_start status "
    "updated_at",
    "cancellations": "event_id session_id cancelled_at initiator reason_code channel kind "
    "withdrawn_at tutor_id scheduled_start received_at",
    "contacts": "contact_id tutor_id session_id contacted_at channel reason_code decision "
    "decided_at",
    "tutors": "tutor_id display_name capacity",
}
Row = dict[str, object]
Tables = dict[str, list[tuple]]


def itutor(*changes: tuple[str, str]):
    """Give iTutor's policy with some words changed."""
    text = load("itutor").text
    for one, other in changes:
        assert one in text
        text = text.replace(one, other)
    return parse(text, file="ours.toml")


EAGER = ((">=3", ">=2"), (">=5", ">=2"), ('settle = "48h"', 'settle = "24h"'))
POLICIES = {
    "UTC": itutor(*EAGER),
    "New York": itutor(*EAGER, ('timezone = "UTC"', 'timezone = "America/New_York"')),
    "Tokyo": itutor(*EAGER, ('timezone = "UTC"', 'timezone = "Asia/Tokyo"')),
}


def moment(rnd: Random, day: date, *days: int) -> str:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        days=rnd.choice(days), hours=rnd.choice((0, 4, 9, 15, 20, 23)), minutes=rnd.choice((0, 30))
    )
    return at.isoformat()


def maybe(rnd: Random, value: str) -> str:
    return rnd.choice((value, value, ""))


def session(rnd: Random, day: date) -> Row:
    return {
        "session_id": rnd.choice("abcd"),
        "tutor_id": rnd.choice(("T", "T", "U", "")),
        "student_id": rnd.choice(("p", "p", "q")),
        "booked_at": maybe(rnd, moment(rnd, day, -9, -2, 0)),
        "scheduled_start": moment(rnd, day, 0, 1, 2),
        "original_start": rnd.choice(("", "", moment(rnd, day, -1, 0))),
        "status": rnd.choice(("cancelled", "cancelled", "completed", "scheduled", "no_show_tutor")),
        "updated_at": maybe(rnd, moment(rnd, day, -1, 0, 0, 1)),
    }


def cancellation(rnd: Random, day: date) -> Row:
    return {
        "event_id": rnd.choice(("e1", "e2", "e3", "")),
        "session_id": rnd.choice("abcde"),
        "cancelled_at": maybe(rnd, moment(rnd, day, -2, -1, 0, 0, 1)),
        "initiator": rnd.choice(("tutor", "tutor", "student", "unknown")),
        "reason_code": rnd.choice(("", "illness", "technical")),
        "channel": rnd.choice(("", "support", "platform")),
        "kind": rnd.choice(("", "", "rescheduled")),
        "withdrawn_at": rnd.choice(("", "", moment(rnd, day, 0, 1, 2))),
        "tutor_id": rnd.choice(("", "T")),
        "scheduled_start": rnd.choice(("", moment(rnd, day, 0, 1))),
        "received_at": rnd.choice(("", moment(rnd, day, 0, 0, 1))),
    }


def contact(rnd: Random, day: date) -> Row:
    decision = rnd.choice(("", "pending", "accepted", "rejected"))
    return {
        "contact_id": rnd.choice(("c1", "c2")),
        "tutor_id": "T",
        "session_id": rnd.choice("abcd"),
        "contacted_at": moment(rnd, day, -1, 0),
        "channel": "support",
        "reason_code": rnd.choice(("illness", "technical")),
        "decision": decision,
        "decided_at": maybe(rnd, moment(rnd, day, 0, 1, 2)) if decision else "",
    }


def tutor(rnd: Random, _: date) -> Row:
    return {
        "tutor_id": rnd.choice("TUV"),
        "display_name": rnd.choice(("Ada", "Zoë")),
        "capacity": rnd.choice(("", 4)),
    }


MAKE = {"sessions": session, "cancellations": cancellation, "contacts": contact, "tutors": tutor}
MOST = {"sessions": 4, "cancellations": 3, "contacts": 2, "tutors": 1}


def rows_of(rnd: Random, log: str, day: date, before: list[Row]) -> list[Row]:
    """Make a night's rows of a log: new ones, old ones again, and old ones with something new."""
    found = []
    for _ in range(rnd.randint(0, MOST[log])):
        fresh = MAKE[log](rnd, day)
        old = rnd.choice(before) if before and rnd.random() < 0.4 else fresh
        mended = {name: fresh[name] for name in fresh if rnd.random() < 0.3}
        found.append(rnd.choice((fresh, old, {**old, **mended})))
    return found


@dataclass
class Files:
    """What is delivered: for each night the files that come with it, by log and path."""

    by_night: dict[date, dict[tuple[str, str], list[Row]]] = field(default_factory=dict)

    @property
    def nights(self) -> tuple[date, ...]:
        return tuple(self.by_night)

    def write(self, logs: Path, night: date) -> None:
        for (log, name), rows in self.by_night[night].items():
            path = logs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, HEADERS[log].split())
                writer.writeheader()
                writer.writerows(rows)


def deliveries(rnd: Random, nights: tuple[date, ...], *, dated: bool) -> Files:
    """Make the files of every night; each marketplace has ids of its own."""
    files = Files()
    before: dict[tuple[int, str], list[Row]] = {}
    for night in nights:
        files.by_night[night] = {}
        for log in HEADERS:
            rows: list[Row] = []
            for world in range(WORLDS):
                known = before.setdefault((world, log), [])
                its = rows_of(rnd, log, night, known)
                known += its
                rows += [_own(row, world) for row in its]
            name = f"{night}" if dated else f"{rnd.randint(0, 99):02}-{len(files.by_night)}"
            files.by_night[night][log, f"{log}/{name}.csv"] = rows
    return files


def _own(row: Row, world: int) -> Row:
    """Put a marketplace's number before its ids; tutors are shared, so that rules hold of them."""
    own = {one for one in row if one.endswith("_id") and one != "tutor_id"}
    return {
        name: f"{world}{value}" if name in own and value else value for name, value in row.items()
    }


def bring(opened: Opened, policy, ledger: Ledger, logs: Path, asked: Night) -> Tables:
    """Run a night as the graph does, as if the history were long; gives everything it made."""
    arrival = arrival_of(opened, asked=asked.as_of, timezone=policy.timezone)
    landed = land(opened.con, logs, arrival=arrival, places_from=0)
    night = asked if asked.last_decision is not None else as_it_was(opened, asked)
    settle_arrivals(opened, landed, night)
    read_ledger(opened, ledger, night=night)
    refresh_outcomes(opened, sql.model, policy=policy, night=night, rules="same", sizes=SIZES)
    refresh_tutor_days(opened, sql.model, night=night)
    refresh_bursts(opened, sql.model, night=night, limits=LIMITS)
    refresh_tutors(opened, sql.model, night=night)
    assert_carried(opened, night)
    refresh_rates(opened, sql.model, policy=policy, night=night)
    refresh_signals(opened, sql.model, as_book(policy), night)
    refresh_review(opened, book=as_book(policy), ledger=ledger, night=night)
    refresh_eligibility(opened, book=as_book(policy), ledger=ledger, night=night, run_id="")
    return made(opened)


def assert_carried(opened: Opened, night: Night) -> None:
    """What is carried from night to night is what all tutor days give."""
    carried = window_counts(opened, sql.model, night=night)
    tutors = _rows(opened, "mart.tutors")
    sums = _rows(opened, "core.window_sums")
    opened.con.execute("delete from core.window_sums")
    assert window_counts(opened, sql.model, night=night).rows() == carried.rows()
    refresh_tutors(opened, sql.model, night=night)
    assert sorted(_rows(opened, "mart.tutors"), key=repr) == sorted(tutors, key=repr)
    if sums:
        opened.con.executemany("insert into core.window_sums values (?, ?, ?, ?, ?)", sums)


def made(opened: Opened) -> Tables:
    return {table: sorted(_rows(opened, table), key=repr) for table in MADE}


def _rows(opened: Opened, table: str) -> list[tuple]:
    names = [one.name for one in TABLES[table].columns if one.name not in NUMBERED]
    return opened.con.execute(f"select {', '.join(names)} from {table}").fetchall()


def differences(found: Tables, was: Tables) -> dict[str, list]:
    """Name what differs, so that a failure is readable."""
    return {
        table: [one for one in (*found[table], *was[table])
                if found[table].count(one) != was[table].count(one)]
        for table in MADE
        if found[table] != was[table]
    }  # fmt: skip


def decide(rnd: Random, opened: Opened, ledger: Ledger, night: date) -> None:
    """Let a person decide in the morning, on what the night showed."""
    cases = opened.con.execute("select case_id, tutor_id from review.cases order by 1").fetchall()
    lost = opened.con.execute(
        "select session_id, tutor_id from core.session_outcomes "
        "where blame = 'tutor' and tutor_id is not null order by 1"
    ).fetchall()
    for action, subjects in ((rnd.choice(("dismiss", "pause")), cases), ("excuse", lost)):
        if subjects and rnd.random() < 0.4:
            subject, tutor_id = rnd.choice(subjects)
            its = {"session_id": subject} if action == "excuse" else {"case_id": subject}
            ledger.record(
                Decision(
                    action=action,
                    tutor_id=tutor_id,
                    decided_by="Ada",
                    reason="seen",
                    effective_on=night,
                    run_id="",
                    recorded_at="",
                    **its,
                )
            )


class Home:
    """One warehouse, emptied before each example: making its tables is what costs."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    def empty(self, policy) -> None:
        for name in TABLES:
            if not name.startswith("policy."):
                self.opened.con.execute(f"delete from {name}")
        write_policy(self.opened, policy)


@pytest.fixture(scope="module")
def homes() -> Iterator[tuple[Home, Home]]:
    with Warehouse(None).open() as one, Warehouse(None).open() as other:
        yield Home(one), Home(other)


@dataclass(frozen=True)
class History:
    """What every night made, and the newest decision it had."""

    made: dict[date, Tables]
    decisions: dict[date, int]


def night_by_night(rnd: Random, home: Home, policy, files: Files, root: Path) -> History:
    """Run the nights as they come; one may be missed, one may run twice with a file more."""
    home.empty(policy)
    ledger = Ledger(root / "ledger.sqlite")
    kept: dict[date, Tables] = {}
    newest: dict[date, int] = {}
    missed = rnd.choice((None, *files.nights[1:-1]))
    for night in files.nights:
        files.write(root / "logs", night)
        if night == missed:
            continue
        asked = Night(as_of=night, timezone=policy.timezone)
        kept[night] = bring(home.opened, policy, ledger, root / "logs", asked)
        newest[night] = home.opened.row("select decision_id from core.nights where as_of = $n",
                                        {"n": night})[0]  # fmt: skip
        decide(rnd, home.opened, ledger, night)
        if rnd.random() < 0.2:
            kept[night] = bring(home.opened, policy, ledger, root / "logs", asked)
            newest[night] = home.opened.row(
                "select decision_id from core.nights where as_of = $n", {"n": night}
            )[0]
    assert kept[files.nights[-1]]["core.session_outcomes"], "nothing happened: nothing is proven"
    return History(made=kept, decisions=newest)


def by_chance(examples: int) -> Callable:
    """Try so many worlds, each by a seed: none is made smaller, for each try takes many nights."""
    quiet = settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.reuse, Phase.generate),
        report_multiple_bugs=False,
    )
    seeds = st.builds(Random, st.integers(0, 2**32))
    return lambda test: quiet(given(rnd=seeds)(test))


@pytest.mark.parametrize(
    "tried",
    [pytest.param(USUAL, id="usual"), pytest.param(OFTEN, id="often", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize(
    ("policy", "dated"),
    [
        pytest.param(POLICIES["UTC"], False, id="files of any name"),
        pytest.param(POLICIES["New York"], True, id="dated files", marks=pytest.mark.slow),
    ],
)
def test_a_past_night_is_what_it_was(homes, policy, dated, tried) -> None:
    """Also after another past night was looked at, and the last night again after all of them."""
    home, _ = homes
    nights, examples = tried

    @by_chance(examples)
    def holds(rnd: Random) -> None:
        with TemporaryDirectory() as folder:
            root = Path(folder)
            files = deliveries(rnd, nights, dated=dated)
            history = night_by_night(rnd, home, policy, files, root)
            ledger = Ledger(root / "ledger.sqlite")
            past = list(history.made)[:-1]
            for night in rnd.sample(past, k=len(nights) // 2):
                asked = Night(as_of=night, timezone=policy.timezone)
                found = bring(home.opened, policy, ledger, root / "logs", asked)
                assert differences(found, history.made[night]) == {}

    holds()


@pytest.mark.parametrize(
    ("policy", "tried"),
    [
        pytest.param(POLICIES["Tokyo"], USUAL, id="Tokyo"),
        *(
            pytest.param(policy, OFTEN, marks=pytest.mark.slow, id=f"{zone}, often")
            for zone, policy in POLICIES.items()
        ),
    ],
)
def test_a_home_rebuilt_from_daily_files_knows_what_was_known(homes, policy, tried) -> None:
    home, fresh = homes
    nights, examples = tried

    @by_chance(examples)
    def holds(rnd: Random) -> None:
        with TemporaryDirectory() as folder:
            root = Path(folder)
            files = deliveries(rnd, nights, dated=True)
            history = night_by_night(rnd, home, policy, files, root)
            fresh.empty(policy)
            ledger = Ledger(root / "ledger.sqlite")
            for night in (nights[-1], *rnd.sample(list(history.made), k=len(nights) - 3)):
                asked = Night(as_of=night, timezone=policy.timezone)
                told = replace(asked, last_decision=history.decisions[night])
                found = bring(fresh.opened, policy, ledger, root / "logs", told)
                assert differences(found, history.made[night]) == {}

    holds()
