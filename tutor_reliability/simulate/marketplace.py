"""The door of the simulator: arguments in, logs and their truth out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from tutor_reliability.errors import UsageError
from tutor_reliability.simulate import spelling, versions
from tutor_reliability.simulate.bookings import book
from tutor_reliability.simulate.causes import decide
from tutor_reliability.simulate.dirt import Planted, plant
from tutor_reliability.simulate.dirt_kinds import KINDS
from tutor_reliability.simulate.files import Log, Written, write_daily, write_single, write_table
from tutor_reliability.simulate.followups import move, rebook
from tutor_reliability.simulate.logs import Logs, gather, write_down
from tutor_reliability.simulate.plan import Plan, incidents
from tutor_reliability.simulate.tutors import Tutors, hire, truth

Layout = Literal["single", "daily"]
Progress = Callable[[str, float], None]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)
LAST_DAY = date(2026, 10, 31)
TUTORS_A_BLOCK = 1000
MOST_TUTORS, MOST_DAYS = 200_000, 3660
SURGE = "a surge day, proposed as an amnesty and never silently excused"
FIRST_UNTIL, LAST_UNTIL = date(2001, 1, 1), date(2090, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationSummary:
    """What one simulation wrote.

    Attributes:
        out_dir: Where.
        tutors: How many tutors, as asked.
        days: How many days, as asked.
        seed: Everything random follows from it.
        until: The last day of which everything is known.
        rows: Rows written, per log.
        sizes: Bytes written, per log.
        planted: Dirty rows planted, all logs.
        archetypes: Tutors per archetype.
        late_rate: Share of the sessions that started by `until` which tutors cancelled with less
            than 24 hours' notice or did not come to.
    """

    out_dir: Path
    tutors: int
    days: int
    seed: int
    until: date
    rows: dict[str, int]
    sizes: dict[str, int]
    planted: int
    archetypes: dict[str, int]
    late_rate: float


def simulate(  # noqa: PLR0913 - what a world may differ in, all but one by keyword
    out_dir: Path,
    *,
    tutors: int = 300,
    days: int = 365,
    seed: int = 7,
    until: date = LAST_DAY,
    layout: Layout = "single",
    progress: Progress | None = None,
) -> SimulationSummary:
    """Write the logs of a simulated marketplace, and beside them what is true of it.

    The same arguments give the same bytes, on any machine with the same zlib.

    Args:
        out_dir: Made where missing. Gets sessions, cancellations, contacts, feedback and tutors,
            truth.csv (one row a tutor) and truth_rows.csv (one row a planted row or incident).
        tutors: How many tutors.
        days: How many days of history; sessions booked for the two weeks after are known too.
        seed: Everything random follows from it.
        until: The last day of which everything is known.
        layout: "single" is one file a log with each row as last known; "daily" is a folder a log
            with a file a day, each holding what became known that day.
        progress: Told the step and the share of it that is done.

    Raises:
        UsageError: An argument cannot be meant, or out_dir holds logs of another layout.
    """
    plan = Plan(tutors=tutors, days=days, seed=seed, until=until)
    _refuse(plan, out_dir, layout)
    tell = progress or (lambda _step, _share: None)
    people = hire(plan)
    logs = _live(plan, people, tell)
    late = _late_rate(plan, logs)
    logs, planted = plant(plan, logs, KINDS)
    out_dir.mkdir(parents=True, exist_ok=True)
    written = _write(plan, out_dir, layout, _logs(plan, people, logs, planted), tell)
    known = truth(plan, people)
    write_table(out_dir / "truth.csv", known)
    write_table(out_dir / "truth_rows.csv", _truth_rows(plan, written))
    return SimulationSummary(
        out_dir=out_dir,
        tutors=tutors,
        days=days,
        seed=seed,
        until=until,
        rows={log: part.rows for log, part in written.items()},
        sizes={log: part.size for log, part in written.items()},
        planted=sum(len(part.lines) for part in written.values()),
        archetypes=dict(known["archetype"].value_counts().sort("archetype").iter_rows()),
        late_rate=late,
    )


def _refuse(plan: Plan, out_dir: Path, layout: str) -> None:
    for name, value, least, most in (
        ("tutors", plan.tutors, 1, MOST_TUTORS),
        ("days", plan.days, 1, MOST_DAYS),
        ("seed", plan.seed, 0, 2**63 - 1),
        ("until", plan.until, FIRST_UNTIL, LAST_UNTIL),
    ):
        if not least <= value <= most:  # type: ignore[operator]
            raise UsageError(f"simulate: {name} is {value}: expected {least} to {most}")
    if layout not in LAYOUTS:
        raise UsageError(f"simulate: layout is {layout!r}: expected {' or '.join(LAYOUTS)}")
    if out_dir.exists() and not out_dir.is_dir():
        raise UsageError(f"{out_dir}: is a file: expected a folder to write to, name another")
    if (out_dir / "sessions").exists() or (layout == "daily" and any(out_dir.glob("sessions*"))):
        raise UsageError(f"{out_dir}: holds logs already: name an empty folder")


def _live(plan: Plan, people: Tutors, tell: Progress) -> Logs:
    blocks, students = [], []
    for number, first in enumerate(range(0, plan.tutors, TUTORS_A_BLOCK)):
        rng = plan.rng(3, number)
        block = range(first, min(first + TUTORS_A_BLOCK, plan.tutors))
        booked = book(plan, people, block, rng)
        sessions = rebook(plan, people, decide(plan, people, block, booked, rng), rng)
        blocks.append(write_down(plan, people, move(sessions, rng), rng))
        students.append(int(booked["student"].to_numpy().max(initial=-1)) + 1)
        tell("live", block.stop / plan.tutors)
    return gather(blocks, students)


def _late_rate(plan: Plan, logs: Logs) -> float:
    began = logs.sessions.filter(pl.col("start") < plan.end)
    by_tutor = pl.col("initiator").cast(pl.String) == "tutor"
    cancelled = logs.cancellations.filter(by_tutor, pl.col("on_behalf_of").is_null())
    late = cancelled.join(began, on="session").filter(pl.col("start") - pl.col("at") < 24 * 3600)
    missed = began.filter(pl.col("status").cast(pl.String) == "no_show_tutor")
    return (len(late) + len(missed)) / max(1, len(began))


def _logs(plan: Plan, people: Tutors, logs: Logs, planted: list[Planted]) -> list[Log]:
    frames = {
        "sessions": (logs.sessions, spelling.sessions, versions.sessions),
        "cancellations": (logs.cancellations, spelling.cancellations, versions.cancellations),
        "contacts": (logs.contacts, spelling.contacts, versions.contacts),
        "feedback": (logs.feedback, spelling.feedback, versions.feedback),
        "tutors": (spelling.roster(plan, people), spelling.tutors, versions.tutors),
    }
    return [
        Log(
            name=name,
            compact=compact,
            spell=spell,
            versions=version,
            planted=[row for row in planted if row.log == name],
        )
        for name, (compact, spell, version) in frames.items()
    ]


def _write(
    plan: Plan, out: Path, layout: Layout, logs: list[Log], tell: Progress
) -> dict[str, Written]:
    written = {}
    for log in logs:
        step = f"write {log.name}"

        def report(share: float, step: str = step) -> None:
            tell(step, share)

        if layout == "single":
            written[log.name] = write_single(out, log, report)
        else:
            written[log.name] = write_daily(plan, out, log, report)
    return written


def _truth_rows(plan: Plan, written: dict[str, Written]) -> pl.DataFrame:
    """List the dirty rows where they were written, then the incidents, which have no line."""
    rows = [
        (log, file, line, next(iter(row.row.values())), row.kind, row.disposition, row.fate)
        for log, part in written.items()
        for file, line, row in part.lines
    ]
    events = [
        (
            "sessions",
            None,
            None,
            incident.words(plan),
            "platform_outage" if incident.region is None else "regional_event",
            "landed",
            f"ends {incident.share:.0%} of the sessions it reaches: {SURGE}",
        )
        for incident in incidents(plan)
    ]
    columns = ("log", "file", "line", "id", "kind", "disposition", "what_must_happen")
    schema = dict.fromkeys(columns, pl.String) | {"line": pl.Int64}
    return pl.DataFrame([*rows, *events], schema=schema, orient="row")
