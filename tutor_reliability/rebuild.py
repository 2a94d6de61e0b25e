"""Judge every session there is, a batch at a time: memory follows the batch, time the number.

Most sessions are plain: one row tells of them, nothing else does. Those are judged by what they
are alike in, see `plain`; what is here judges the others by the models. They are taken in the order
in which they came, so that a batch reads neighbouring rows; all versions of one go with its first.
Facts, blame and excuses look at a session alone and are made batch by batch. Caps and cures look
beyond: caps are held once all claims are there; a cure is given every other session of its student
that may have one, and every booking that may answer it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tutor_reliability import near_sql, places
from tutor_reliability.near import on_copies
from tutor_reliability.plain import Plain
from tutor_reliability.warehouse import Opened

BATCH_ROWS = 4_000_000
"""Versions of sessions in a batch: what 2 GB of memory bear."""
_FINDING, _PLAIN, _JUDGING, _WRITING = 1, 3, 14, 5
"""What each part takes for a version of a session, about: CPU seconds for a million of them."""
JUDGED, CLAIMS = "near_judged_of_all", "near_claims_of_all"
_STAGES = {
    "stage.touched_sessions": "near_ids",
    "stage.session_facts": "near_facts",
    "stage.judged_sessions": "near_judged",
    "stage.excuse_claims": "near_claims",
}
_JUDGED = {"stage.judged_sessions": JUDGED, "stage.excuse_claims": CLAIMS}
_SESSIONS = """
create or replace temp table near_sessions as
select * from raw.sessions
where rowid in (select row_number from near_batches where batch = $batch)
"""
_IDS = "create or replace temp table near_ids as select distinct session_id from near_sessions"
_UNBOOKED = """
insert into near_ids
select told.session_id
from (select distinct session_id from raw.cancellations) as told
anti join raw.sessions as booked on told.session_id = booked.session_id
"""
_OTHERS = """
select rescheduled_to_session_id as session_id from {cancellations}
where rescheduled_to_session_id is not null
    and session_id in (select session_id from near_ids)
"""
_NONE = "create or replace temp table {copy} as from {table} limit 0"
_EMPTY = {
    "near_sessions": "raw.sessions",
    "near_cancellations": "raw.cancellations",
    "near_outcomes": "core.session_outcomes",
}
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
    """All sessions judged anew; what it leaves between its parts is in temporary tables."""

    opened: Opened
    models: Models
    values: Mapping[str, object]
    batch_rows: int = BATCH_ROWS
    progress: Progress | None = None
    _plain: Plain = field(init=False)
    _rows: int = 0
    _batches: dict[int, int] = field(default_factory=dict)
    _few: bool = False
    _at_once: bool = False
    _ends: tuple[int, ...] = ()
    _work: int = 0
    _done: int = 0

    def __post_init__(self) -> None:
        """Make ready to tell plain sessions from the others."""
        self._plain = Plain(self.opened, self.values)
        self._few = self.opened.count("raw.cancellations") <= self.batch_rows

    def judge(self) -> None:
        """Judge all that is not plain, as far as each session alone goes."""
        places.bring(self.opened)
        self._plain.find()
        self._judge_examples()
        self._empty()
        self._divide()
        ends: list[int] = []
        for batch, rows in self._batches.items():
            if not self._at_once:
                self._run(_SESSIONS, {"batch": batch})
            self._run(_IDS)
            if len(ends) + 1 == len(self._batches):
                self._run(_UNBOOKED)
            ends.append(self._judge(first=not ends))
            self._tell(_JUDGING * rows)
        self._ends = tuple(ends)

    def outcomes(self) -> None:
        """Fill core.session_outcomes, which is empty, once the caps are held."""
        for first in range(0, self._rows, self.batch_rows):
            until = min(first + self.batch_rows, self._rows)
            self._plain.fill(first, until)
            self._tell(_PLAIN * (until - first))
        self._bookings()
        self._run(_written(_CURABLE, _JUDGED))
        self._run(f"create or replace temp view near_claims as from {CLAIMS}")
        since = 0
        for until, rows in zip(self._ends, self._batches.values(), strict=True):
            self._run(
                "create or replace temp view near_judged as "
                f"from {JUDGED} where rowid >= {since} and rowid < {until}"
            )
            self._run("create or replace temp table near_ids as select session_id from near_judged")
            sql = self._model("core.session_outcomes")
            self.opened.insert("core.session_outcomes", sql, self.values)
            self._tell(_WRITING * rows)
            since = until

    def drop(self) -> None:
        """Let go of all that was in between."""
        self._plain.drop()
        for view in ("near_judged", "near_claims"):
            self._run(f"drop view if exists {view}")
        made = ("near_ids", "near_facts", "near_batches", "near_spans", "near_more", *_EMPTY)
        for table in (*made, JUDGED, CLAIMS):
            self._run(f"drop table if exists {table}")

    def _judge_examples(self) -> None:
        """Let the models judge one session of each pattern of plain ones: it stands for all."""
        self._empty()
        self._run(self._plain.EXAMPLES)
        self._run(_IDS)
        self._judge(first=True)
        self._run(f"create or replace temp view near_claims as from {CLAIMS}")
        sql = self._model("core.session_outcomes")
        self.opened.stage(self._plain.JUDGED, sql, self.values, kind="temp table")
        self._plain.learn()

    def _judge(self, *, first: bool) -> int:
        """Judge the sessions of near_ids; gives how many are judged so far."""
        if not self._few:
            self._copy_cancellations()
        others = _OTHERS.format(cancellations=self._cancellations)
        places.add(self.opened, "sessions", "session_id", others, to="near_sessions")
        facts = self._model("stage.session_facts")
        self.opened.stage("near_facts", facts, self.values, kind="temp table")
        since = 0 if first else self.opened.count(JUDGED)
        for name, table in _JUDGED.items():
            sql = self._model(name)
            if first:
                self.opened.stage(table, sql, self.values, kind="temp table")
            else:
                self.opened.insert(table, sql, self.values)
            self._run(
                f"create or replace temp view {_STAGES[name]} as from {table} "
                f"where rowid >= {since}"
            )
        return self.opened.count(JUDGED)

    @property
    def _cancellations(self) -> str:
        """Where models read cancellations: few enough for a batch are not copied."""
        return "raw.cancellations" if self._few else "near_cancellations"

    def _copy_cancellations(self) -> None:
        """Copy all versions of the cancellations of near_ids."""
        self._run("delete from near_cancellations")
        of = "select session_id from near_ids"
        places.add(self.opened, "cancellations", "session_id", of, to="near_cancellations")
        events = "select event_id from near_cancellations"
        places.add(self.opened, "cancellations", "event_id", events, to="near_cancellations")

    def _bookings(self) -> None:
        """Copy all versions of the sessions that were booked where one may answer a cure."""
        self._empty()
        self._run(_written(near_sql.FREED, _JUDGED))
        self._run(_written(near_sql.BOOKED_EVER, _JUDGED))
        of = "select session_id from near_more"
        places.add(self.opened, "sessions", "session_id", of, to="near_sessions")

    def _model(self, name: str) -> str:
        """Give a model, written so that it reads the copies and what is made here."""
        names = _STAGES | {"near_cancellations": self._cancellations}
        return _written(on_copies(self.models(name)), names)

    def _empty(self) -> None:
        for copy, table in _EMPTY.items():
            self._run(_NONE.format(copy=copy, table=table))

    def _divide(self) -> None:
        """Cut those to go through one by one into batches; where all are one, copy them."""
        (self._rows,) = self.opened.row("select coalesce(max(rowid) + 1, 0) from raw.sessions")
        self._at_once = self._rows <= self.batch_rows
        if self._at_once:
            self._run(self._plain.ALL_OTHERS)
            self._batches = {0: self.opened.count("near_sessions")}
        else:
            self._run(self._plain.OTHERS, {"rows": self.batch_rows})
            counted = self.opened.con.execute(
                "select batch, count(*) from near_batches group by batch order by batch"
            ).fetchall()
            self._batches = dict(counted) or {0: 0}
        others = sum(self._batches.values())
        self._work = (_FINDING + _PLAIN) * self._rows + (_JUDGING + _WRITING) * others
        self._tell(_FINDING * self._rows)

    def _tell(self, work: int) -> None:
        self._done += work
        if self.progress:
            self.progress(self._done, self._work)

    def _run(self, sql: str, values: Mapping[str, object] | None = None) -> None:
        self.opened.con.execute(sql, dict(values or {}))


def _written(sql: str, names: Mapping[str, str]) -> str:
    """Write a statement with other names of tables."""
    for name, other in names.items():
        sql = re.sub(rf"\b{re.escape(name)}\b", other, sql)
    return sql
