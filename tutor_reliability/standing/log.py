"""Read tutors' histories from what is kept of the outcomes, see `news`: those asked for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import numpy as np
import polars as pl

from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.standing.asked import Asked
from tutor_reliability.standing.bounds import Rows
from tutor_reliability.standing.chance_log import ChanceLog, incident_of
from tutor_reliability.standing.incidents import History, Incident, Kept
from tutor_reliability.warehouse import Opened

# Bookings without their zone: Python would look one up for each.
_RELEVANT = """
select
    tutor_id, session_id, session_day, event_day, outcome, weight, variant, excused_from,
    excuse = 'pending' as pending, student_id, reason_code, booked_at::timestamp as booked_at,
    (reported_at at time zone $timezone)::date as report_day,
    coalesce((settles_at at time zone $timezone)::date, least(session_day, event_day)) as settled
from review.incidents
where tutor_id in (select unnest($tutors)) and not provisional
    and (session_day <= $as_of or ($other_axes and event_day <= $as_of))
"""
_ROWS = f"""
select
    tutor_id, outcome, weight,
    date_diff('day', date '0001-01-01', session_day) as start_day,
    date_diff('day', date '0001-01-01', event_day) as event_day,
    date_diff('day', date '0001-01-01', report_day) as report_day,
    not list_contains(excused_from, '*') as whole
from ({_RELEVANT})
order by tutor_id
"""  # noqa: S608 - pieces of this file alone
_TUTORS = """
create or replace temp table tutors_asked as
with chance as (
    select tutor_id, bit_xor(hash(signal, day, chance, session_ids)) as hashed
    from review.signal_points
    where list_contains($signals, signal) and day <= $as_of
    group by tutor_id
),
without as (
    select tutor_id, bit_xor(hash(signal, session_id, chance_without)) as hashed
    from review.signal_events
    where list_contains($signals, signal)
    group by tutor_id
)
select
    tutor.tutor_id, tutor.timezone,
    coalesce(tutor.joined_at, tutor.first_session_day) as joined,
    concat_ws(
        '.', chance.hashed, without.hashed, tutor.timezone, tutor.joined_at,
        tutor.first_session_day
    ) as digest
from mart.tutors as tutor
left join chance on tutor.tutor_id = chance.tutor_id
left join without on tutor.tutor_id = without.tutor_id
where
    $everybody or chance.hashed is not null
    or tutor.tutor_id in (select tutor_id from review.incidents where not provisional)
"""
_NAMED = """
select tutor_id, timezone, coalesce(joined_at, first_session_day) as joined
from mart.tutors where tutor_id in (select unnest($tutors)) order by tutor_id
"""
_KEPT = """
select tutor_id, outcome, session_day, count(*) as sessions
from core.session_outcomes
where tutor_id in (select unnest($tutors)) and not provisional
    and list_contains($kept, outcome) and session_day <= $as_of
group by all
order by tutor_id, outcome, session_day
"""
_TAUGHT = """
select tutor_id, outcome, day, sessions
from review.taught
where tutor_id in (select unnest($tutors)) and day <= $as_of
order by tutor_id, outcome, day
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tutor:
    """One tutor tonight: where, and since when."""

    tutor_id: str
    market: str
    joined: date | None


@dataclass(frozen=True, slots=True)
class Log:
    """What the warehouse knows of tutors on a night, as a book's texts ask."""

    opened: Opened
    book: Book
    night: Night

    def rows(self, tutors: Sequence[Tutor]) -> Rows:
        """Give all incidents by column, of these tutors; tutors by their place in the list."""
        frame = self.opened.frame(_ROWS, self._values([one.tutor_id for one in tutors]))
        numbers = pl.DataFrame(
            {"tutor_id": [one.tutor_id for one in tutors]}, schema={"tutor_id": pl.String}
        ).with_row_index("tutor")
        frame = frame.join(numbers, on="tutor_id", how="inner")
        names = tuple(frame["outcome"].unique().sort())
        outcome = frame["outcome"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
        return Rows(
            tutors=len(tutors),
            tutor=frame["tutor"].cast(pl.Int64).to_numpy(),
            outcome=outcome.cast(pl.Int64).to_numpy(),
            names=names,
            days={
                axis: frame[f"{axis}_day"].cast(pl.Int64).to_numpy()
                for axis in ("start", "event", "report")
            },
            weight=frame["weight"].cast(pl.Float64).to_numpy(),
            whole=frame["whole"].cast(pl.Boolean).to_numpy().astype(np.bool_),
            chances=self._chance_log.highest(numbers),
        )

    def ask(self, *, everybody: bool) -> None:
        """Make the table tutors_asked: all tutors, or those of whom there is anything to ask.

        Its digest tells whether what is known beside the sessions has changed.
        """
        values = {
            "everybody": everybody,
            "signals": self._chance_log.signals,
            "as_of": self.night.as_of,
        }
        self.opened.con.execute(_TUTORS, values)

    def tutors(self, names: Sequence[str]) -> list[Tutor]:
        """Give some tutors, in the order of their names."""
        rows = self.opened.con.execute(_NAMED, {"tutors": list(names)}).fetchall()
        return [
            Tutor(tutor_id=tutor_id, market=self.book.market_of(timezone), joined=joined)
            for tutor_id, timezone, joined in rows
        ]

    def histories(self, tutors: Sequence[Tutor], *, whole: bool = False) -> Iterator[History]:
        """Read these tutors, as far as rules ask of them, or in full."""
        named = [one.tutor_id for one in tutors]
        incidents = self._incidents(named)
        kept = self._kept(named, whole=whole)
        chances = self._chance_log.points(named)
        without = self._chance_log.without(named)
        for one in tutors:
            yield History(
                tutor_id=one.tutor_id,
                incidents=tuple(incidents.get(one.tutor_id, ())),
                kept=tuple(kept.get(one.tutor_id, ())),
                joined=one.joined,
                market=one.market,
                chances=chances.get(one.tutor_id, {}),
                without=without.get(one.tutor_id, {}),
            )

    @property
    def _chance_log(self) -> ChanceLog:
        return ChanceLog(self.opened, self.book, self.night)

    @property
    def asked(self) -> Asked:
        """What the book asks of sessions."""
        return Asked.of(self.book, self.night.as_of)

    def _incidents(self, tutors: list[str]) -> dict[str, list[Incident]]:
        found: dict[str, list[Incident]] = defaultdict(list)
        cursor = self.opened.con.execute(_RELEVANT, self._values(tutors))
        while rows := cursor.fetchmany(50_000):
            for row in rows:
                found[row[0]].append(incident_of(row))
        return found

    def _kept(self, tutors: list[str], *, whole: bool) -> dict[str, list[Kept]]:
        asked = self.asked
        values: dict[str, object] = {"as_of": self.night.as_of, "tutors": tutors}
        if whole or asked.reads_kept:
            found = self.opened.con.execute(_KEPT, values | {"kept": asked.kept}).fetchall()
        else:
            found = self.opened.con.execute(_TAUGHT, values).fetchall()
        rows: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
        for tutor_id, outcome, day, sessions in found:
            rows[tutor_id, outcome].append((day, sessions))
        weights = self.book.newest.weights
        kept: dict[str, list[Kept]] = defaultdict(list)
        for (tutor_id, outcome), its in rows.items():
            kept[tutor_id].append(
                Kept(
                    outcome=outcome,
                    days=tuple(day for day, _ in its),
                    until=tuple(accumulate(number for _, number in its)),
                    weight=weights.get(outcome, 1.0),
                )
            )
        return kept

    def _values(self, tutors: list[str]) -> dict[str, object]:
        return {
            "tutors": tutors,
            "timezone": self.book.newest.timezone,
            "as_of": self.night.as_of,
            "other_axes": self.asked.other_axes,
        }
