"""The same job as a night does it: landing to rates, with all that it does and the others do not.

Each step's CPU seconds are figures, so that the difference can be told part by part:

    land        keeps every version, the rejected rows whole, and when each row was known
    outcomes    every rule of the policy language: lines, fault, classes, excuses, agreed rebookings
    days        tutor days by what became of the sessions and by hour, and window sums to carry on
    bursts      days on which a cause beyond the tutor made many cancel
    rates       intervals, pooled rates, ranks, for a window more than the others count
    checks      the promises of all tables so far, by Great Expectations
"""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

from assets import sql
from benchmarks.nights.checks import asked
from quality import limits
from tutor_reliability.bursts_build import refresh_bursts
from tutor_reliability.healing import refresh_healed
from tutor_reliability.landing import land
from tutor_reliability.ledger import Ledger
from tutor_reliability.night import Night
from tutor_reliability.nights import arrival_of, settle_arrivals
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.rates_build import refresh_rates, refresh_tutors
from tutor_reliability.review_build import read_ledger
from tutor_reliability.warehouse import Opened, Warehouse

FIRST, NEXT = date(2026, 10, 31), date(2026, 11, 1)
_COMPARED = """
copy (
    select
        tutor_id,
        window_days,
        count(*) as sessions,
        count(*) filter (where in_late or (cured_by is not null and is_late)) as late,
        count(*) filter (where in_late) as late_for_us
    from core.session_outcomes
    cross join (select unnest([30, 90, 365]) as window_days)
    where
        tutor_id is not null
        and session_delivery is not null
        and session_day <= $as_of
        and session_day > $as_of - window_days
        and (in_exposure or (cured_by is not null and not provisional))
    group by tutor_id, window_days
) to '{out}/tutor_rates.parquet' (format parquet)
"""
Figures = dict[str, float]


def night(logs: str, out: str) -> Figures:
    """Run the first night; leaves the home for the next, and what the others are held against."""
    home = Path(out)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return _night(Path(logs), home, FIRST)


def night_after(logs: str, out: str) -> Figures:
    """Run the night after it, which brings the next day's rows."""
    return _night(Path(logs), Path(out), NEXT)


def _night(logs: Path, home: Path, as_of: date) -> Figures:
    took: Figures = {}
    with Warehouse(home / "warehouse.duckdb").open() as opened:
        for name, work in _steps(opened, logs, home, Night(as_of=as_of, timezone="UTC")).items():
            began = process_time()
            work()
            took[f"{name}_cpu_s"] = round(process_time() - began, 2)
        if as_of == FIRST:
            opened.con.execute(_COMPARED.format(out=home), {"as_of": as_of})
            opened.con.execute(
                f"copy (select log, line - 1 as line, reason from raw.rejected_rows) "
                f"to '{home}/rejected_rows.parquet' (format parquet)"
            )
    return took


def _steps(opened: Opened, logs: Path, home: Path, night: Night) -> dict[str, Callable[[], object]]:
    book, models = load_book("itutor"), sql.model

    def landed() -> None:
        arrival = arrival_of(opened, asked=night.as_of, timezone=night.timezone)
        settle_arrivals(opened, land(opened.con, logs, arrival=arrival), night)
        write_policy(opened, book)
        read_ledger(opened, Ledger(home / "ledger.sqlite"), night=night)

    def rated() -> None:
        refresh_tutors(opened, models, night=night)
        refresh_rates(opened, models, policy=book.newest, night=night)

    return {
        "land": landed,
        "outcomes": lambda: refresh_outcomes(
            opened, models, policy=book, night=night, rules=sql.fingerprint()
        ),
        "days": lambda: refresh_tutor_days(opened, models, night=night),
        "bursts": lambda: (
            refresh_bursts(opened, models, night=night, limits=limits.bursts()),
            refresh_healed(opened, night),
        ),
        "rates": rated,
        "checks": lambda: asked(opened, night.as_of),
        "checkpoint": lambda: opened.con.execute("checkpoint"),
    }
