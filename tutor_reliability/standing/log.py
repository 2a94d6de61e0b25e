"""Read tutors' histories from the warehouse: a digest of everybody's, in full those asked for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

import numpy as np
import polars as pl

from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.standing.bounds import Rows
from tutor_reliability.standing.chance_log import ChanceLog, incident_of
from tutor_reliability.standing.incidents import (
    History,
    Incident,
    Kept,
    counted_outcomes,
    kept_outcomes,
)
from tutor_reliability.warehouse import Opened

_RELEVANT = """
select
    tutor_id, session_id, session_day, event_day, outcome, weight, variant, excused_from,
    excuse = 'pending' as pending, student_id, reason_code, booked_at,
    (reported_at at time zone $timezone)::date as report_day,
    coalesce((settles_at at time zone $timezone)::date, least(session_day, event_day)) as settled
from core.session_outcomes
where tutor_id is not null and not provisional and list_contains($outcomes, outcome)
    and (session_day <= $as_of or ($other_axes and event_day <= $as_of))
"""
_ROWS = f"""
with relevant as ({_RELEVANT})
select
    tutor_id, outcome, weight,
    date_diff('day', date '0001-01-01', session_day) as start_day,
    date_diff('day', date '0001-01-01', event_day) as event_day,
    date_diff('day', date '0001-01-01', report_day) as report_day,
    not list_contains(excused_from, '*') as whole
from relevant
order by tutor_id
"""  # noqa: S608 - pieces of this file alone
_DIGESTS = f"""
with chance as (
    select tutor_id, count(*) as points, bit_xor(hash(signal, day, chance, session_ids)) as hashed
    from review.signal_points
    where list_contains($signals, signal) and day <= $as_of
    group by tutor_id
),
weighed as (
    select
        event.tutor_id,
        bit_xor(hash(
            event.signal, event.chance_without, session.session_id, session.session_day,
            session.outcome, session.excuse, session.student_id, session.settles_at
        )) as hashed
    from review.signal_events as event
    inner join core.session_outcomes as session on event.session_id = session.session_id
    where list_contains($signals, event.signal)
    group by event.tutor_id
),
relevant as ({_RELEVANT}),
incident as (
    select
        tutor_id, count(*) as incidents,
        max(greatest(session_day, event_day, report_day)) as last_day,
        bit_xor(hash(
            session_id, session_day, event_day, report_day, outcome, weight, variant,
            excused_from, pending, student_id, reason_code, booked_at, settled,
            session_day <= $as_of
        )) as incidents_hash
    from relevant
    group by tutor_id
),
kept as (
    select
        session.tutor_id,
        bit_xor(hash(session.session_id, session.session_day, session.outcome)) as kept_hash
    from core.session_outcomes as session
    left join incident on session.tutor_id = incident.tutor_id
    where $with_kept and session.tutor_id is not null and not session.provisional
        and list_contains($kept, session.outcome) and session.session_day <= $as_of
        and ($all_kept or session.session_day <= incident.last_day)
    group by session.tutor_id
)
select
    tutor.tutor_id, tutor.timezone,
    coalesce(tutor.joined_at, tutor.first_session_day) as joined,
    concat_ws(
        '.', coalesce(incident.incidents, 0), incident.incidents_hash, kept.kept_hash,
        chance.hashed, weighed.hashed, tutor.timezone, tutor.joined_at, tutor.first_session_day
    ) as digest
from mart.tutors as tutor
left join incident on tutor.tutor_id = incident.tutor_id
left join kept on tutor.tutor_id = kept.tutor_id
left join chance on tutor.tutor_id = chance.tutor_id
left join weighed on tutor.tutor_id = weighed.tutor_id
where incident.incidents > 0 or chance.points > 0 or $everybody
"""  # noqa: S608 - pieces of this file alone
_INCIDENTS = f"select * from ({_RELEVANT}) where tutor_id in (select unnest($tutors))"  # noqa: S608
_KEPT = """
select tutor_id, outcome, session_day, count(*) as sessions
from core.session_outcomes
where tutor_id in (select unnest($tutors)) and not provisional
    and list_contains($kept, outcome) and session_day <= $as_of
group by all
order by tutor_id, outcome, session_day
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tutor:
    """One tutor tonight: where, since when, and a digest of all that is known."""

    tutor_id: str
    market: str
    joined: date | None
    digest: str


@dataclass(frozen=True, slots=True)
class Log:
    """What the warehouse knows of tutors on a night, as a book's texts ask."""

    opened: Opened
    book: Book
    night: Night

    def rows(self, tutors: Sequence[Tutor]) -> Rows:
        """Give all incidents by column, of these tutors; tutors by their place in the list."""
        frame = self.opened.frame(_ROWS, self._asked())
        numbers = pl.DataFrame(
            {"tutor_id": [one.tutor_id for one in tutors]}, schema={"tutor_id": pl.String}
        ).with_row_index("tutor")
        frame = frame.join(numbers, on="tutor_id", how="inner")
        names = tuple(frame["outcome"].unique().sort())
        outcome = frame["outcome"].replace_strict(names, range(len(names)), return_dtype=pl.Int64)
        return Rows(
            tutors=len(tutors),
            tutor=frame["tutor"].cast(pl.Int64).to_numpy(),
            outcome=outcome.to_numpy(),
            names=names,
            days={
                axis: frame[f"{axis}_day"].cast(pl.Int64).to_numpy()
                for axis in ("start", "event", "report")
            },
            weight=frame["weight"].cast(pl.Float64).to_numpy(),
            whole=frame["whole"].cast(pl.Boolean).to_numpy().astype(np.bool_),
            chances=self._chance_log.highest(numbers),
        )

    def tutors(self, *, everybody: bool) -> list[Tutor]:
        """Give the tutors with an incident, or all."""
        rows = self.opened.con.execute(
            _DIGESTS,
            self._asked()
            | self._kept_asked()
            | {"everybody": everybody, "signals": self._chance_log.signals},
        ).fetchall()
        return [
            Tutor(
                tutor_id=tutor_id,
                market=self.book.market_of(timezone),
                joined=joined,
                digest=digest,
            )
            for tutor_id, timezone, joined, digest in rows
        ]

    def histories(self, tutors: Sequence[Tutor]) -> Iterator[History]:
        """Read these tutors in full."""
        named = [one.tutor_id for one in tutors]
        incidents = self._incidents(named)
        kept = self._kept(named)
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
    def kept(self) -> frozenset[str]:
        """The outcomes of sessions that took place, in whichever text: only counted."""
        per_text = [kept_outcomes(text) for text in self.book.variants]
        return frozenset.intersection(*per_text)

    def _incidents(self, tutors: list[str]) -> dict[str, list[Incident]]:
        found: dict[str, list[Incident]] = defaultdict(list)
        cursor = self.opened.con.execute(_INCIDENTS, self._asked() | {"tutors": tutors})
        while rows := cursor.fetchmany(50_000):
            for row in rows:
                found[row[0]].append(incident_of(row))
        return found

    def _kept(self, tutors: list[str]) -> dict[str, list[Kept]]:
        if not self._kept_asked()["with_kept"]:
            return {}
        rows: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
        values = {"kept": sorted(self.kept), "as_of": self.night.as_of, "tutors": tutors}
        for tutor_id, outcome, day, sessions in self.opened.con.execute(_KEPT, values).fetchall():
            rows[tutor_id, outcome].append((day, sessions))
        weights = self.book.newest.weights
        found: dict[str, list[Kept]] = defaultdict(list)
        for (tutor_id, outcome), its in rows.items():
            found[tutor_id].append(
                Kept(
                    outcome=outcome,
                    days=tuple(day for day, _ in its),
                    until=tuple(accumulate(number for _, number in its)),
                    weight=weights.get(outcome, 1.0),
                )
            )
        return found

    def _asked(self) -> dict[str, object]:
        outcomes = {one for text in self.book.variants for one in counted_outcomes(text)}
        return {
            "timezone": self.book.newest.timezone,
            "as_of": self.night.as_of,
            "outcomes": sorted(outcomes - self.kept),
            "other_axes": any(
                one.axis != "start" for text in self.book.variants for one in text.meters
            ),
        }

    def _kept_asked(self) -> dict[str, object]:
        """Tell which sessions that took place matter: none, up to the last incident, or all."""
        tested = [
            (rule, text.meter(one.meter))
            for text in self.book.variants
            for rule in text.rules
            for one in rule.when
        ]
        new = any(one.newcomers for one in self.book.variants)
        reading = [
            rule for rule, meter in tested if self.kept.intersection((*meter.of, *meter.among))
        ]
        return {
            "kept": sorted(self.kept),
            "with_kept": bool(reading) or new,
            "all_kept": new or any(one.trigger != "incident" for one in reading),
        }
