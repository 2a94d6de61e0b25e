"""One night step by step, as the graph runs it, without checks and pages."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

import duckdb

from assets import sql
from quality import limits
from tutor_reliability.bursts_build import refresh_bursts
from tutor_reliability.eligibility_build import refresh_eligibility
from tutor_reliability.healing import refresh_healed
from tutor_reliability.landing import land
from tutor_reliability.ledger import Ledger
from tutor_reliability.night import Night
from tutor_reliability.nights import arrival_of, settle_arrivals
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.rates_build import refresh_rates, refresh_tutors
from tutor_reliability.review_build import read_ledger, refresh_review
from tutor_reliability.warehouse import Opened

ZONE = "UTC"
_MEMORY = "4GB"
Steps = dict[str, float]


def bound(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the memory that the issue allows."""
    con.execute(f"set memory_limit = '{_MEMORY}'")
    con.execute("set global TimeZone = 'UTC'")


def bring(opened: Opened, logs: Path | None, ledger: Ledger, as_of: date) -> Steps:
    """Run a night as the graph does, without checks and pages; gives each step's CPU seconds.

    Without logs nothing lands: what is to be judged is there.
    """
    book = load_book("itutor")
    night = Night(as_of=as_of, timezone=ZONE)
    took: Steps = {}

    def step(name: str, work: Callable[[], object]) -> None:
        began = process_time()
        work()
        took[name] = round(process_time() - began, 2)

    def landing() -> None:
        if logs is None:
            return
        arrival = arrival_of(opened, asked=as_of, timezone=ZONE)
        settle_arrivals(opened, land(opened.con, logs, arrival=arrival), night)

    models = sql.model
    step("land", landing)
    step("policy", lambda: write_policy(opened, book))
    step("decisions", lambda: read_ledger(opened, ledger, night=night))
    step(
        "outcomes",
        lambda: refresh_outcomes(opened, models, policy=book, night=night, rules="bench"),
    )
    step("tutor_days", lambda: refresh_tutor_days(opened, models, night=night))
    step("bursts", lambda: refresh_bursts(opened, models, night=night, limits=limits.bursts()))
    step("healed", lambda: refresh_healed(opened, night))
    step("tutors", lambda: refresh_tutors(opened, models, night=night))
    step("rates", lambda: refresh_rates(opened, models, policy=book.newest, night=night))
    step("review", lambda: refresh_review(opened, book=book, ledger=ledger, night=night))
    step(
        "eligibility",
        lambda: refresh_eligibility(opened, book=book, ledger=ledger, night=night, run_id="bench"),
    )
    step("checkpoint", lambda: opened.con.execute("checkpoint"))
    return took
