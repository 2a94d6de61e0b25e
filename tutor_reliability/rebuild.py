"""Judge every session there is, a batch at a time: memory follows the batch, time the number.

Sessions are taken in the order in which they came, so that a batch reads neighbouring rows; the
few whose versions came far apart go with their first. Facts, blame and excuses look at a session
alone and are made batch by batch. Caps and cures look beyond: caps are held once all claims are
there; a cure is given every other session of its student that may have one, and every booking
that may answer it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tutor_reliability import near_sql, places
from tutor_reliability.near import on_copies
from tutor_reliability.warehouse import Opened

BATCH_ROWS = 4_000_000
"""Versions of sessions in a batch: what 2 GB of memory bear."""
_STRAYS = """
create or replace temp table strays as
select session_hash, min(row_number // $rows) as batch
from core.session_places
group by session_hash
having min(row_number // $rows) <> max(row_number // $rows)
"""
_SESSIONS = """
create or replace temp table near_sessions as
select * from raw.sessions
where rowid >= $first and rowid < $first + $rows
    and (hash(session_id) >> 33)::integer not in (
        select session_hash from strays where batch <> $batch
    )
"""
_STRAYED = """
insert into near_sessions
select * from raw.sessions where rowid in (
    select row_number from core.session_places
    where row_number // $rows <> $batch
        and session_hash in (select session_hash from strays where batch = $batch)
)
"""
_IDS = "create or replace temp table near_ids as select distinct session_id from near_sessions"
_UNBOOKED = """
create or replace temp table near_ids as
select told.session_id
from (select distinct session_id from raw.cancellations) as told
anti join raw.sessions as booked on told.session_id = booked.session_id
"""
_JUDGED = ("stage.judged_sessions", "stage.excuse_claims")
_MADE = (
    "stage.touched_sessions",
    "near_facts",
    "strays",
    "near_ids",
    "near_sessions",
    "near_cancellations",
    "near_outcomes",
    "near_spans",
    "near_more",
)
_CURABLE = """
create or replace temp table near_outcomes as
select
    judged.session_id, judged.tutor_id, judged.student_id, judged.event, judged.cancelled_at,
    judged.scheduled_start, judged.variant, known.outcome, null::varchar as cured_by
from stage.judged_sessions as judged
left join stage.excuse_claims as claim
    on judged.session_id = claim.session_id
    and claim.excuse = 'accepted' and claim.to_outcome <> ''
inner join policy.outcomes as known
    on judged.variant = known.variant
    and known.outcome = coalesce(claim.to_outcome, judged.outcome)
where known.curable
"""
Progress = Callable[[int, int], None]
Models = Callable[[str], str]


@dataclass(slots=True)
class Rebuild:
    """All sessions judged anew; each part of it leaves its tables in the stage schema."""

    opened: Opened
    models: Models
    values: Mapping[str, object]
    batch_rows: int = BATCH_ROWS
    progress: Progress | None = None
    _ends: tuple[int, ...] = ()

    def judge(self) -> int:
        """Make stage.judged_sessions and stage.excuse_claims of all sessions; gives how many."""
        self._make_room()
        places.bring(self.opened)
        self._run(_STRAYS)
        (rows,) = self.opened.row("select coalesce(max(rowid) + 1, 0) from raw.sessions")
        number = -(-rows // self.batch_rows)
        self._run(
            "create or replace temp table near_cancellations as from raw.cancellations limit 0"
        )
        self._run(
            "create or replace temp table near_outcomes as from core.session_outcomes limit 0"
        )
        ends = []
        for batch in range(number + 1):
            if batch < number:
                self._take(batch)
            else:
                self._run("create or replace temp table near_sessions as from raw.sessions limit 0")
                self._run(_UNBOOKED)
            ends.append(self._judge(first=batch == 0))
            self._tell(batch + 1, 2 * (number + 1))
        self._ends = tuple(ends)
        for name in _JUDGED:
            self._show(name, 0)
        return ends[-1]

    def outcomes(self) -> None:
        """Fill core.session_outcomes, which is empty, once the caps are held."""
        self._bookings()
        self._run(_CURABLE)
        since = 0
        for done, until in enumerate(self._ends, start=1):
            self._run(
                "create or replace view stage.judged_sessions as "
                f"from stage.judged_sessions_of_all where rowid >= {since} and rowid < {until}"
            )
            self._run(
                "create or replace table stage.touched_sessions as "
                "select session_id from stage.judged_sessions"
            )
            self.opened.insert(
                "core.session_outcomes",
                on_copies(self.models("core.session_outcomes")),
                self.values,
            )
            self._tell(len(self._ends) + done, 2 * len(self._ends))
            since = until

    def drop(self) -> None:
        """Let go of all stage tables."""
        for name in _JUDGED:
            self._run(f"drop view if exists {name}")
            self._run(f"drop table if exists {name}_of_all")
        for name in _MADE:
            self._run(f"drop table if exists {name}")

    def _make_room(self) -> None:
        """Let go of what a killed run left under the names of the views."""
        left = self.opened.con.execute(
            "select table_name, table_type from information_schema.tables "
            "where table_schema = 'stage'"
        ).fetchall()
        for name, kind in left:
            if f"stage.{name}" in _JUDGED:
                self._run(f"drop {'view' if kind == 'VIEW' else 'table'} stage.{name}")

    def _take(self, batch: int) -> None:
        where = {"rows": self.batch_rows, "first": batch * self.batch_rows, "batch": batch}
        self._run(_SESSIONS, where)
        self._run(_STRAYED, where)
        self._run(_IDS)

    def _judge(self, *, first: bool) -> int:
        """Judge the sessions of near_ids; gives how many are judged so far."""
        self._run("delete from near_cancellations")
        of = "select session_id from near_ids"
        places.add(self.opened, "cancellations", "session_id", of, to="near_cancellations")
        events = "select event_id from near_cancellations"
        places.add(self.opened, "cancellations", "event_id", events, to="near_cancellations")
        others = (
            "select rescheduled_to_session_id as session_id from near_cancellations "
            "where rescheduled_to_session_id is not null"
        )
        places.add(self.opened, "sessions", "session_id", others, to="near_sessions")
        self._run("create or replace table stage.touched_sessions as from near_ids")
        facts = on_copies(self.models("stage.session_facts"))
        self.opened.stage("near_facts", facts, self.values, kind="temp table")
        since = 0 if first else self.opened.count(f"{_JUDGED[0]}_of_all")
        for place, name in enumerate(_JUDGED):
            sql = on_copies(self.models(name)).replace("stage.session_facts", "near_facts")
            if first:
                self.opened.stage(f"{name}_of_all", sql, self.values)
            else:
                self.opened.insert(f"{name}_of_all", sql, self.values)
            if not place:
                self._show(name, since)
        return self.opened.count(f"{_JUDGED[0]}_of_all")

    def _show(self, name: str, since: int) -> None:
        """Let a table of all be seen under the name that models know, from a row on."""
        self._run(f"create or replace view {name} as from {name}_of_all where rowid >= {since}")

    def _bookings(self) -> None:
        """Copy all versions of the sessions that were booked where one may answer a cure."""
        self._run("create or replace temp table near_sessions as from raw.sessions limit 0")
        self._run(near_sql.FREED)
        self._run(near_sql.BOOKED_EVER)
        of = "select session_id from near_more"
        places.add(self.opened, "sessions", "session_id", of, to="near_sessions")

    def _tell(self, done: int, of: int) -> None:
        if self.progress:
            self.progress(done, of)

    def _run(self, sql: str, more: Mapping[str, object] | None = None) -> None:
        given = {"rows": self.batch_rows, **(more or {})}
        asked = {name: value for name, value in given.items() if f"${name}" in sql}
        self.opened.con.execute(sql, asked)
