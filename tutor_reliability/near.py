"""What tonight can reach of a long history, copied once, so that the models need not read it all.

A model that looks for a night's sessions in raw.sessions reads every id there ever was. Where the
history is long the same model is run on copies that hold all it can ask for, and a little more:
every version of the sessions that are news, of those beside them in a cure, and of the bookings
that may answer a cancellation. Rows are found by `places`, what may be cured in `endings`.

Which rows may be asked for follows the models: `stage.touched_sessions` says what is news, and
`core.session_outcomes` what a cure looks at. A model that asks for more must be given it here; the
tests hold a night on copies against a night on everything.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tutor_reliability import endings, near_sql, outcome_places, places
from tutor_reliability.row_numbers import fetch
from tutor_reliability.warehouse import Opened

_COPIES = {
    "raw.sessions": "near_sessions",
    "raw.cancellations": "near_cancellations",
    "core.session_outcomes": "near_outcomes",
}
_MADE = (
    "ids",
    "beside",
    "events",
    "more",
    "spans",
    "students",
    "ended",
    "endings",
    "sessions",
    "cancellations",
    "outcomes",
    "bookings",
)
_RECENT = timedelta(days=45)


class Reading(Protocol):
    """What a night's models read."""

    outcomes: str

    def model(self, sql: str) -> str:
        """Write a model so that it reads there."""

    def bookings(self) -> None:
        """Make ready what the last model alone asks for."""

    def forget(self, touched: str) -> None:
        """Delete the outcomes of the sessions in a table."""

    def drop(self) -> None:
        """Let go of copies."""


@dataclass(slots=True)
class Everything:
    """The tables themselves."""

    opened: Opened
    all_anew: bool
    outcomes: str = "core.session_outcomes"

    def model(self, sql: str) -> str:
        """Give the model as it is."""
        return sql

    def bookings(self) -> None:
        """Do nothing."""

    def forget(self, touched: str) -> None:
        """Delete the outcomes of the sessions in a table, or all where all are judged anew."""
        where = "" if self.all_anew else f"where session_id in (select session_id from {touched})"
        self.opened.con.execute(f"delete from core.session_outcomes {where}")

    def drop(self) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Near:
    """The copies of one night."""

    opened: Opened
    values: Mapping[str, object]
    outcomes: str = "near_outcomes"

    def model(self, sql: str) -> str:
        """Write a model so that it reads the copies."""
        return on_copies(sql)

    def gather(self) -> None:
        """Copy what the models before the last may ask for."""
        places.bring(self.opened)
        endings.bring(self.opened)
        self._run("create or replace temp table near_sessions as from raw.sessions limit 0")
        self._run(
            "create or replace temp table near_cancellations as from raw.cancellations limit 0"
        )
        self._news_events()
        self._run(near_sql.NEWS)
        self._run(near_sql.REPLACED)
        self._copy("near_ids")
        self._run(near_sql.MOMENTS)
        self._run(near_sql.STUDENTS)
        self._run(near_sql.ENDED, self._recently)
        fetch(
            self.opened,
            "core.endings",
            numbers="near_ended",
            into="near_endings",
            columns=near_sql.ASKED_OF_ENDINGS,
        )
        self._run(near_sql.BESIDE)
        self._run(near_sql.MORE_IDS)
        self._copy("near_more")
        self._run("insert into near_ids from near_more")
        outcome_places.copy(
            self.opened,
            "select session_id from near_ids",
            into="near_outcomes",
            columns=near_sql.ASKED_OF_OUTCOMES,
        )

    def bookings(self) -> None:
        """Copy the bookings that may answer a cancellation: asked for by the last model alone."""
        self._run(near_sql.FREED)
        recently = self._recently
        since, recent, until = self.opened.row(
            "select min(since), min(since) filter (where since > $recent), max(until) "
            "from near_spans",
            recently,
        )
        if recent is not None:
            self._booked("raw.sessions", since=recent, until=until)
        if since != recent:
            old = "select student_id from near_spans where since <= $recent"
            into = "near_bookings"
            places.copy(self.opened, "sessions", "student_id", old, into=into, values=recently)
            self._booked(into, since=since, until=until)

    def forget(self, touched: str) -> None:
        """Delete the outcomes of the sessions in a table; all of these are copied."""
        before = self.opened.count("core.session_outcomes")
        gone = near_sql.GONE.format(touched=touched)
        (wanted,) = self.opened.row(f"select count(*) from ({gone})")
        self._run(near_sql.FORGET.format(touched=touched))
        outcome_places.left(self.opened, gone)
        if before - self.opened.count("core.session_outcomes") != wanted:
            self._run(near_sql.FORGET_MOVED.format(touched=touched))

    def drop(self) -> None:
        """Let go of the copies."""
        for name in _MADE:
            self._run(f"drop table if exists near_{name}")

    @property
    def _recently(self) -> dict[str, object]:
        return {"recent": self.values["known_until"] - _RECENT}  # type: ignore[operator]

    def _booked(self, sessions: str, *, since: datetime, until: datetime) -> None:
        span = {"since": since, "until": until}
        self._run(near_sql.BOOKED.format(sessions=sessions), span)
        self._copy("near_more")

    def _news_events(self) -> None:
        news = (
            "select event_id from raw.cancellations where delivery_id > $last_delivery_id union "
            "select event_id from raw.cancellations "
            "where known_at > $last_known_until and known_at <= $known_until"
        )
        asked = {name: self.values[name] for name in
                 ("last_delivery_id", "last_known_until", "known_until")}  # fmt: skip
        places.copy(
            self.opened, "cancellations", "event_id", news, into="near_events", values=asked
        )

    def _copy(self, ids: str) -> None:
        """Copy all versions of some sessions, and of the events that name them."""
        of = f"select session_id from {ids}"
        places.add(self.opened, "sessions", "session_id", of, to="near_sessions")
        places.add(self.opened, "cancellations", "session_id", of, to="near_cancellations")
        events = "select event_id from near_cancellations"
        places.add(self.opened, "cancellations", "event_id", events, to="near_cancellations")

    def _run(self, sql: str, more: Mapping[str, object] | None = None) -> object:
        given = {**self.values, **(more or {})}
        asked = {name: given[name] for name in re.findall(r"\$([a-z_]+)", sql)}
        return self.opened.con.execute(sql, asked)


def on_copies(sql: str) -> str:
    """Write a model so that it reads the temporary copies."""
    for table, copy in _COPIES.items():
        sql = re.sub(rf"\b{re.escape(table)}\b", copy, sql)
    return sql


def opened_near(
    opened: Opened, values: Mapping[str, object], *, whole: bool, from_rows: int
) -> Reading:
    """Give what a night reads: everything, or where the history is long what it can reach.

    Args:
        opened: The warehouse.
        values: What the models bind.
        whole: Whether all sessions are judged anew.
        from_rows: From how many rows of raw.sessions a history is long.
    """
    if whole or opened.count("raw.sessions") < from_rows:
        return Everything(opened, whole)
    near = Near(opened, values)
    near.gather()
    return near
