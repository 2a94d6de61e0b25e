"""What is measured: a night from landing to eligibility, a rebuild, and the barest query."""

from datetime import timedelta
from pathlib import Path
from time import process_time

import duckdb

from assets import sql
from benchmarks.nights import made
from benchmarks.nights.checks import asked
from benchmarks.nights.history import LAST_DAY, History
from benchmarks.nights.steps import ZONE, Steps, bound, bring
from tutor_reliability.ledger import Ledger
from tutor_reliability.night import Night
from tutor_reliability.outcomes_build import refresh_outcomes, refresh_tutor_days, write_policy
from tutor_reliability.policy import load_book
from tutor_reliability.warehouse import Warehouse

_AFTER = 2
"""The night that is measured, counted from the history's last: the one before it was usual too."""
_BARE = """
select session.tutor_id, count(*) as sessions, count(cancellation.session_id) as late
from read_parquet($sessions) as session
left join (
    select session_id from read_parquet($cancellations)
    where initiator = 'tutor' and scheduled_start - cancelled_at < interval 24 hours
) as cancellation on session.session_id = cancellation.session_id
where session.status <> 'scheduled'
group by session.tutor_id
"""


def prepare(sessions: int, days: int) -> None:
    """Make the files and the warehouses to begin with, where they are missing."""
    history = History(sessions=sessions, days=days)
    made.brought(history)
    made.same_night(history, _AFTER)


def bare(sessions: int, days: int) -> dict[str, float]:
    """Compute each tutor's late rate from the files, and check nothing."""
    logs = made.parquet(History(sessions=sessions, days=days))
    with duckdb.connect() as con:
        bound(con)
        rows = con.execute(
            _BARE, {log: str(logs / log / "*.parquet") for log in ("sessions", "cancellations")}
        ).fetchall()
    return {"tutors": len(rows)}


def rebuild(sessions: int, days: int) -> Steps:
    """Judge the whole history, from raw tables to tutor days."""
    book = load_book("itutor")
    night = Night(as_of=LAST_DAY, timezone=ZONE)
    landed = made.landed(History(sessions=sessions, days=days))
    with made.copy_of(landed) as path, Warehouse(path).open() as opened:
        bound(opened.con)
        began = process_time()
        write_policy(opened, book)
        done = refresh_outcomes(opened, sql.model, policy=book, night=night, rules="anew")
        judged = process_time()
        refresh_tutor_days(opened, sql.model, night=night)
        opened.con.execute("checkpoint")
        ended = process_time()
    return {
        "outcomes_cpu_s": round(judged - began, 2),
        "tutor_days_cpu_s": round(ended - judged, 2),
        "judged": done.rows,
    }


def night(sessions: int, days: int) -> Steps:
    """Run a night after the history."""
    history = History(sessions=sessions, days=days)
    with made.copy_of(made.brought(history)) as path:
        return _night(path, history, made.night(history, _AFTER))


def same_night(sessions: int, days: int) -> Steps:
    """Run a night of so many sessions whatever the history: what follows the history shows."""
    history = History(sessions=sessions, days=days)
    with made.copy_of(made.brought(history)) as path:
        return _night(path, history, made.same_night(history, _AFTER))


def redelivery(sessions: int, days: int) -> Steps:
    """Run a night after the history, and once more with the same files: gives what that costs."""
    history = History(sessions=sessions, days=days)
    logs = made.night(history, _AFTER)
    with made.copy_of(made.brought(history)) as path:
        _night(path, history, logs)
        return _night(path, history, logs)


def checks(sessions: int, days: int) -> Steps:
    """Run all checks up to rates, then a night, then its checks: gives what both cost."""
    history = History(sessions=sessions, days=days)
    logs = made.night(history, _AFTER)
    with made.copy_of(made.brought(history)) as path:
        with Warehouse(path).open() as opened:
            bound(opened.con)
            of_all = asked(opened, made.EVE)
        _night(path, history, logs)
        with Warehouse(path).open() as opened:
            bound(opened.con)
            of_a_night = asked(opened, LAST_DAY + timedelta(days=_AFTER))
    return {"of_all_cpu_s": of_all, "of_a_night_cpu_s": of_a_night}


def _night(path: Path, history: History, logs: Path) -> Steps:
    as_of = LAST_DAY + timedelta(days=_AFTER)
    with Warehouse(path).open() as opened:
        bound(opened.con)
        took = bring(opened, logs, Ledger(made.home(history) / "ledger.sqlite"), as_of)
    return {**took, "cpu_s_of_it": round(sum(took.values()), 2)}
