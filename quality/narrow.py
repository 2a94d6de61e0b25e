"""Checks asked of what may have changed alone: of copies of the rows that they speak of.

Two kinds of checks are the same on few rows as on all. What holds of each row by itself, or of all
rows of one key, held of whatever has not been written since: tables that are written in place say
what was, see `tutor_reliability.unproven`. And what looks up some sessions by their ids may look
where only those are. Each is the same select, with other names in it. All others read all there is.

All rows are asked where a table was made anew, where nothing is proven, or a check was changed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from quality import contracts, promises
from quality.promises import Promise
from tutor_reliability import outcome_places, places, unproven
from tutor_reliability.warehouse import Opened

SESSIONS, DAYS = "core.session_outcomes", "core.tutor_days"
_OF_ROWS = {
    SESSIONS: (
        "every_session_has_its_outcome",
        "excused_is_never_late",
        "late_is_below_the_line",
        "late_lies_in_the_exposure",
        "notice_agrees_with_its_times",
    ),
    DAYS: (
        "days_add_up_from_sessions",
        "hours_add_up_to_the_day",
        "late_lies_in_the_exposure",
        "parts_add_up_to_booked",
    ),
}
"""Promises of tables written in place that hold of each key by itself, whatever the night."""
_WRITTEN = {SESSIONS: "core.unproven_sessions", DAYS: "core.unproven_days"}
BY_NAME = {
    "raw.cancellations": {
        "cancellations_have_a_session": "raw.sessions",
        "orphans_are_few": "raw.sessions",
        "rescheduled_sessions_exist": "raw.sessions",
        "times_are_their_own": "raw.sessions",
    },
    "review.flags": {"flags_rest_on_sessions": SESSIONS},
    "review.signal_events": {"events_have_their_session": SESSIONS},
}
"""Promises that look up sessions by id, and where they do."""
_NAMED = {
    "raw.cancellations": """
        select unnest([session_id, rescheduled_to_session_id]) as session_id from raw.cancellations
        where coalesce(cancelled_at, known_at) > $known_until - to_days($recent_days)
        union
        select session_id from raw.cancellations
        where tutor_id is null or scheduled_start is null
    """,
    "review.flags": "select distinct unnest(session_ids) as session_id from review.flags",
    "review.signal_events": "select distinct session_id from review.signal_events",
}
"""The sessions that may be looked up, or more; what can be rebuilt is no orphan either way."""
_FRESH_IDS = """
select session_id from core.unproven_sessions
union
select session_id from raw.sessions where delivery_id > $delivery_id
"""
_COPIED = {
    "fresh_sessions": ("sessions", "session_id, known_at"),
    "fresh_cancellations": ("cancellations", "session_id, known_at, tutor_id, scheduled_start"),
}
_COPIED_WHOLE = """
create or replace temp table {into} as
select {columns} from {table} where session_id in ({ids})
"""
_FRESH_DAYS = """
create or replace temp table fresh_days as
select * from core.tutor_days
where
    day in (select day from core.unproven_days)
    and (tutor_id, day) in (select (tutor_id, day) from core.unproven_days)
"""
_SESSIONS_OF_DAYS = """
create or replace temp table fresh_days_sessions as
select tutor_id, session_day, in_exposure, in_late, provisional from core.session_outcomes
where
    session_day in (select day from core.unproven_days)
    and (coalesce(tutor_id, ''), session_day) in (
        select (tutor_id, day) from core.unproven_days
    )
"""


def of_rows(table: str) -> tuple[Promise, ...]:
    """Give the checks of a table that need not be asked again of rows that stayed as they were."""
    if contracts.only_grows(table):
        return contracts.of_table(table)
    if table not in _OF_ROWS:
        return ()
    own = [one for one in promises.load() if (one.table, one.name) in _pairs(table)]
    return (*contracts.of_table(table), *own)


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(table, name) for name in _OF_ROWS[table]]


@dataclass(frozen=True, slots=True)
class Narrow:
    """How the checks of one table are asked tonight.

    Attributes:
        con: The warehouse.
        table: The table.
        delivery_id: The newest delivery of its last proof, below all where there is none.
        values: What the checks bind.
        from_rows: From how many sessions on it pays to copy rows by their places.
    """

    con: duckdb.DuckDBPyConnection
    table: str
    delivery_id: int
    values: Mapping[str, object]
    from_rows: int = places.FROM_ROWS

    def checks(self, asked: Sequence[Promise]) -> list[Promise]:
        """Write checks so that they read copies, where those say as much; makes the copies."""
        names: dict[str, Mapping[str, str]] = {}
        if self.table in _OF_ROWS and self._is_proven():
            copies = self._fresh_sessions() if self.table == SESSIONS else self._fresh_days()
            names = dict.fromkeys((one.name for one in of_rows(self.table)), copies)
            names[contracts.COLUMNS] = {}
        elif self.table in BY_NAME and self._is_long():
            copies = {}
            asking = BY_NAME[self.table]
            if any(one.name in asking for one in asked):
                copies = self._named()
            names = dict.fromkeys(asking, copies)
        return [_reading(one, names.get(one.name, {})) for one in asked]

    def forget(self) -> None:
        """Forget what was written: all checks that speak of it hold."""
        if self.table in _WRITTEN:
            self.con.execute(f"delete from {_WRITTEN[self.table]}")  # noqa: S608 - our own names

    def _is_proven(self) -> bool:
        table = _WRITTEN[self.table]
        return self.delivery_id >= 0 and not unproven.says_all(Opened(con=self.con), table)

    def _is_long(self) -> bool:
        return Opened(con=self.con).count("raw.sessions") >= self.from_rows

    def _fresh_sessions(self) -> dict[str, str]:
        self._run(f"create or replace temp table fresh_ids as {_FRESH_IDS}")
        ids = "select session_id from fresh_ids"
        for copy, (log, columns) in _COPIED.items():
            self._copy_log(log, ids, columns, into=copy)
        self._copy_outcomes(ids, into="fresh_outcomes")
        return {
            SESSIONS: "fresh_outcomes",
            "raw.sessions": "fresh_sessions",
            "raw.cancellations": "fresh_cancellations",
        }

    def _fresh_days(self) -> dict[str, str]:
        self._run(_FRESH_DAYS)
        self._run(_SESSIONS_OF_DAYS)
        return {DAYS: "fresh_days", SESSIONS: "fresh_days_sessions"}

    def _named(self) -> dict[str, str]:
        self._run(f"create or replace temp table named_ids as {_NAMED[self.table]}")
        ids = "select session_id from named_ids"
        if self.table == "raw.cancellations":
            self._copy_log("sessions", ids, "session_id, known_at, tutor_id", into="named_sessions")
            return {"raw.sessions": "named_sessions"}
        self._copy_outcomes(ids, into="named_outcomes")
        return {SESSIONS: "named_outcomes"}

    def _copy_log(self, log: str, ids: str, columns: str, *, into: str) -> None:
        if self._is_long():
            opened = Opened(con=self.con)
            places.bring(opened)
            places.copy(opened, log, "session_id", ids, into=into, columns=columns)
            self._run(f"delete from {into} where session_id not in ({ids})")  # noqa: S608
        else:
            self._run(_COPIED_WHOLE.format(into=into, columns=columns, table=f"raw.{log}", ids=ids))

    def _copy_outcomes(self, ids: str, *, into: str) -> None:
        if self._is_long():
            outcome_places.copy(Opened(con=self.con), ids, into=into)
        else:
            self._run(_COPIED_WHOLE.format(into=into, columns="*", table=SESSIONS, ids=ids))

    def _run(self, sql: str) -> None:
        given = {**self.values, "delivery_id": self.delivery_id}
        asked = {name: given[name] for name in re.findall(r"\$([a-z_]+)", sql)}
        self.con.execute(sql, asked)


def _reading(check: Promise, copies: Mapping[str, str]) -> Promise:
    """Write a check so that it reads other tables."""
    sql = check.sql
    for table, copy in copies.items():
        sql = re.sub(rf"\b{re.escape(table)}\b", copy, sql)
    return replace(check, sql=sql)
