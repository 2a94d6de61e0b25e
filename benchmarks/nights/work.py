"""What is measured: a night from landing to eligibility, a rebuild, and the barest query."""

import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import duckdb

from assets import sql
from benchmarks.job import CACHE
from benchmarks.nights.history import LAST_DAY, History
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
from tutor_reliability.warehouse import Opened, Warehouse

_NIGHT = LAST_DAY + timedelta(days=1)
_MEMORY = "4GB"
_SAME = 1_400
"""Sessions of a night that is the same beside any history."""
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
_ZONE = "UTC"
Steps = dict[str, float]


def bring(opened: Opened, logs: Path | None, ledger: Ledger, as_of: date) -> Steps:
    """Run a night as the graph does, without checks and pages; gives each step's CPU seconds.

    Without logs nothing lands: what is to be judged is there.
    """
    book = load_book("itutor")
    night = Night(as_of=as_of, timezone=_ZONE)
    took: Steps = {}

    def step(name: str, work: Callable[[], object]) -> None:
        began = process_time()
        work()
        took[name] = round(process_time() - began, 2)

    def landing() -> None:
        if logs is None:
            return
        arrival = arrival_of(opened, asked=as_of, timezone=_ZONE)
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


def prepare(sessions: int) -> None:
    """Make the files and the warehouse to begin with, where they are missing."""
    _parquet(sessions)
    _landed(sessions)
    _brought(sessions)


def bare(sessions: int) -> dict[str, float]:
    """Compute each tutor's late rate from the files, and check nothing."""
    logs = _parquet(sessions)
    with duckdb.connect() as con:
        _bound(con)
        rows = con.execute(
            _BARE, {log: str(logs / log / "*.parquet") for log in ("sessions", "cancellations")}
        ).fetchall()
    return {"tutors": len(rows)}


def rebuild(sessions: int) -> Steps:
    """Judge the whole history, from raw tables to tutor days."""
    book = load_book("itutor")
    night = Night(as_of=LAST_DAY, timezone=_ZONE)
    with _copy_of(_landed(sessions)) as path, Warehouse(path).open() as opened:
        _bound(opened.con)
        began = process_time()
        write_policy(opened, book)
        done = refresh_outcomes(opened, sql.model, policy=book, night=night, rules="anew")
        refresh_tutor_days(opened, sql.model, night=night)
        opened.con.execute("checkpoint")
        took = process_time() - began
    return {"cpu_s_of_it": round(took, 2), "judged": done.rows}


def night(sessions: int) -> Steps:
    """Run the night after the history."""
    with _copy_of(_brought(sessions)) as path:
        return _night(path, sessions)


def same_night(sessions: int) -> Steps:
    """Run a night of so many sessions whatever the history: what follows the history shows."""
    logs = _sampled(sessions)
    with _copy_of(_brought(sessions)) as path:
        return _night(path, sessions, logs)


def redelivery(sessions: int) -> Steps:
    """Run the night after the history, and once more with the same files: gives what that costs."""
    with _copy_of(_brought(sessions)) as path:
        _night(path, sessions)
        return _night(path, sessions)


def _night(path: Path, sessions: int, logs: Path | None = None) -> Steps:
    home = _home(sessions)
    with Warehouse(path).open() as opened:
        _bound(opened.con)
        took = bring(opened, logs or home / "night", Ledger(home / "ledger.sqlite"), _NIGHT)
    return {**took, "cpu_s_of_it": round(sum(took.values()), 2)}


def _sampled(sessions: int) -> Path:
    """Give one in so many sessions of the night, with their cancellations."""
    _brought(sessions)
    home = _home(sessions)
    logs = home / "same_night"
    if not logs.is_dir():
        one_in = max(History(sessions=sessions).a_day // _SAME, 1)
        with duckdb.connect() as con:
            for file in sorted((home / "night").glob("*/*.parquet")):
                to = logs / file.relative_to(home / "night")
                to.parent.mkdir(parents=True)
                con.execute(
                    f"copy (from '{file}' where hash(session_id) % {one_in} = 0) "
                    f"to '{to}' (format parquet)"
                )
    return logs


def _brought(sessions: int) -> Path:
    """Give a warehouse with the history, brought to its last night; made where it is missing."""
    home = _home(sessions)
    path = home / "brought.duckdb"
    if path.exists():
        return path
    history = History(sessions=sessions)
    unfinished = Path(shutil.copy(_landed(sessions), path.with_suffix(".unfinished")))
    with Warehouse(unfinished).open() as opened:
        _bound(opened.con)
        history.write_night(opened.con, home / "night")
        bring(opened, None, Ledger(home / "ledger.sqlite"), LAST_DAY)
    unfinished.rename(path)
    return path


def _landed(sessions: int) -> Path:
    """Give a warehouse with nothing but the history's raw tables; made where it is missing."""
    path = _home(sessions) / "landed.duckdb"
    if path.exists():
        return path
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with Warehouse(unfinished).open() as opened:
        _bound(opened.con)
        History(sessions=sessions).write_raw(opened.con)
    unfinished.rename(path)
    return path


def _parquet(sessions: int) -> Path:
    logs = _home(sessions) / "logs"
    if not logs.is_dir():
        unfinished = logs.with_name("logs.unfinished")
        with duckdb.connect() as con:
            _bound(con)
            History(sessions=sessions).write_parquet(con, unfinished)
        unfinished.rename(logs)
    return logs


@contextmanager
def _copy_of(path: Path) -> Generator[Path]:
    with TemporaryDirectory(dir=path.parent) as folder:
        yield Path(shutil.copy(path, folder))


def _home(sessions: int) -> Path:
    home = CACHE / "nights" / str(sessions)
    home.mkdir(parents=True, exist_ok=True)
    return home


def _bound(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"set memory_limit = '{_MEMORY}'")
    con.execute("set global TimeZone = 'UTC'")
