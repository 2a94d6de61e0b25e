"""What people decided: an append-only SQLite file, the one thing no rerun can rebuild.

A decision is never changed or removed; a later one answers it. The nightly run reads it, the
`decide` command and the desk write it.
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from tutor_reliability.errors import HomeBusyError, HomeStateError

ACTIONS = ("dismiss", "uphold", "pause", "lift", "excuse", "release")
CLOSING = ("dismiss", "uphold", "pause")
_ANY = 2**63 - 1
EVENTS = ("review_closed", "acknowledged", "course_done", "reenabled", "appeal_won")
"""What a release says has happened."""
_TABLE = """
create table if not exists decisions (
    decision_id integer primary key autoincrement,
    action text not null
        check (action in ('dismiss', 'uphold', 'pause', 'lift', 'excuse', 'release')),
    case_id text,
    tutor_id text not null,
    session_id text,
    decided_by text not null check (trim(decided_by) <> ''),
    reason text not null check (trim(reason) <> ''),
    effective_on text not null,
    until text,
    run_id text not null,
    recorded_at text not null,
    event text check ((event is not null) = (action = 'release') and (event is null or event in (
        'review_closed', 'acknowledged', 'course_done', 'reenabled', 'appeal_won'
    )))
);
"""
_NEVER_CHANGED = """
create trigger if not exists decisions_are_never_changed before update on decisions
begin select raise(abort, 'decisions are never changed; record a later one'); end;
create trigger if not exists decisions_are_never_removed before delete on decisions
begin select raise(abort, 'decisions are never removed; record a later one'); end;
"""
_SCHEMA = _TABLE + _NEVER_CHANGED
_OLD_COLUMNS = """
    decision_id, action, case_id, tutor_id, session_id, decided_by, reason, effective_on, until,
    run_id, recorded_at
"""
_FROM_BEFORE_RELEASES = f"""
begin immediate;
alter table decisions rename to decisions_before_releases;
drop trigger decisions_are_never_changed;
drop trigger decisions_are_never_removed;
{_TABLE}
insert into decisions ({_OLD_COLUMNS}) select {_OLD_COLUMNS} from decisions_before_releases;
drop table decisions_before_releases;
{_NEVER_CHANGED}
commit;
"""  # noqa: S608 - pieces of this file alone
_RECORD = """
insert into decisions (
    action, case_id, tutor_id, session_id, decided_by, reason, effective_on, until, run_id,
    recorded_at, event
) values (
    :action, :case_id, :tutor_id, :session_id, :decided_by, :reason, :effective_on, :until, :run_id,
    :recorded_at, :event
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a named person, as recorded."""

    action: str
    tutor_id: str
    decided_by: str
    reason: str
    effective_on: date
    run_id: str
    recorded_at: str
    case_id: str | None = None
    session_id: str | None = None
    until: date | None = None
    decision_id: int = 0
    event: str | None = None


class Ledger:
    """The ledger file of a home."""

    def __init__(self, path: Path, *, patience_seconds: float = 10.0) -> None:
        """Point at the file; it is made when the first decision is recorded."""
        self.path = path
        self._patience_seconds = patience_seconds

    def record(self, decision: Decision) -> int:
        """Append a decision; gives its number. It is on disk when this returns.

        Raises:
            HomeBusyError: Another process is writing and does not end.
            HomeStateError: The file is damaged or cannot be written.
        """
        values = asdict(decision)
        values["effective_on"] = decision.effective_on.isoformat()
        values["until"] = decision.until.isoformat() if decision.until else None
        with self._open() as con:
            cursor = con.execute(_RECORD, values)
            con.commit()
            return int(cursor.lastrowid or 0)

    def decisions(self, *, until: date, last: int | None = None) -> list[Decision]:
        """List the decisions in effect by a day, in the order they were recorded.

        Args:
            until: The day by which they are in effect.
            last: The newest that counts; None for all.

        Raises:
            HomeStateError: The file is damaged.
        """
        if not self.path.exists():
            return []
        with self._open() as con:
            rows = con.execute(
                "select * from decisions where effective_on <= ? and decision_id <= ? "
                "order by decision_id",
                (until.isoformat(), _ANY if last is None else last),
            ).fetchall()
        return [_decision(row) for row in rows]

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(self.path, timeout=self._patience_seconds)) as con:
                con.row_factory = sqlite3.Row
                con.execute("pragma journal_mode = wal")
                con.execute("pragma synchronous = full")
                _bring_up(con)
                yield con
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise self._refused(error) from None

    def _refused(self, error: sqlite3.DatabaseError) -> HomeBusyError | HomeStateError:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return HomeBusyError(
                f"{self.path}: is being written by another process; expected to be alone; wait for "
                "it and try again"
            )
        return HomeStateError(
            f"{self.path}: cannot be read or written: {error}; mend its permissions, or restore it "
            "from a backup: no run can rebuild it"
        )


def _bring_up(con: sqlite3.Connection) -> None:
    """Make the table; one from before releases is made anew around the same rows, or not at all."""
    rows = con.execute("select sql from sqlite_master where name = 'decisions'").fetchall()
    is_older = bool(rows) and "release" not in str(rows[0][0])
    con.executescript(_FROM_BEFORE_RELEASES if is_older else _SCHEMA)


def _decision(row: sqlite3.Row) -> Decision:
    values = dict(row)
    values["effective_on"] = date.fromisoformat(values["effective_on"])
    values["until"] = date.fromisoformat(values["until"]) if values["until"] else None
    return Decision(**values)
