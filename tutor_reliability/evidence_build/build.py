"""Make review.signals, their events, points and priors: one night, the two rates and the rest.

Detectors of other signals add their rows by `DETECTORS`: each is asked the same, and gives what it
found as `Found`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tutor_reliability.evidence_build.exposure import Models, refresh_exposure
from tutor_reliability.evidence_build.frames import Found, filled
from tutor_reliability.evidence_build.question import Detector, Question, beside
from tutor_reliability.evidence_build.rates import rates_of
from tutor_reliability.evidence_build.side import STAGES as SIDE_STAGES
from tutor_reliability.evidence_build.side import sides_of
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Book
from tutor_reliability.tables import (
    OLDER_SESSIONS,
    PRIORS,
    RATE_SIGNALS,
    SIGNAL_EVENTS,
    SIGNAL_MOVES,
    SIGNAL_POINTS,
    SIGNALS_TABLE,
)
from tutor_reliability.tables.contract import Table
from tutor_reliability.warehouse import Opened

_STAGES = (
    "exposure_daily",
    "exposure_weights",
    "evidence_tutors",
    "evidence_digests",
    "evidence_gaps",
    "evidence_taught",
    "evidence_asked",
    "evidence_weeks",
    "evidence_followed",
    "evidence_days",
    "evidence_noted",
    "evidence_gone",
    "evidence_sessions",
    *SIDE_STAGES,
)
_GONE = """
delete from review.signal_points as point
where
    not list_contains($kept, point.signal)
    or point.tutor_id not in (select tutor_id from stage.evidence_tutors)
    or exists (
        select 1 from stage.evidence_gone as gone
        where
            point.tutor_id = gone.tutor_id
            and point.signal = gone.signal
            and point.day between gone.from_day and gone.until_day
    )
"""
DETECTORS: tuple[Detector, ...] = (rates_of, sides_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """How many rows a night has in each table."""

    factors: int
    signals: int
    events: int
    points: int
    priors: int
    moves: int
    older: int


def refresh_signals(
    opened: Opened,
    models: Models,
    book: Book,
    night: Night,
    *,
    detectors: Iterable[Detector] = DETECTORS,
) -> Refreshed:
    """Bring the tables of evidence to tonight, all of them together.

    Args:
        opened: The warehouse, the core tables and mart.tutors brought to tonight.
        models: Gives the SQL of a model by name.
        book: The policy; its newest text's `[evidence]` holds for everybody.
        night: Which night it is.
        detectors: Who looks; in this order.
    """
    factors = refresh_exposure(opened, models, terms=book.newest.evidence, night=night)
    question = Question(opened=opened, models=models, book=book, night=night)
    found = [detector(question) for detector in detectors]
    as_of = pl.lit(night.as_of)
    with opened.transaction():
        done = Refreshed(
            factors=factors,
            signals=_take(
                opened, SIGNALS_TABLE, [one.signals.with_columns(as_of=as_of) for one in found]
            ),
            events=_take(opened, SIGNAL_EVENTS, [one.events for one in found]),
            points=_keep(opened, found),
            priors=_take(opened, PRIORS, [one.priors for one in found]),
            moves=_take(opened, SIGNAL_MOVES, [one.moves for one in found]),
            older=_take(opened, OLDER_SESSIONS, [one.older for one in found]),
        )
        for one in found:
            one.remember()
    for stage in _STAGES:
        opened.con.execute(f"drop table if exists {beside(f'stage.{stage}')}")
    return done


def _take(opened: Opened, table: Table, frames: list[pl.DataFrame]) -> int:
    frame = pl.concat([filled(table, one) for one in frames])
    return opened.take(table.name, frame.sort(table.key))


def _keep(opened: Opened, found: list[Found]) -> int:
    """Bring review.signal_points to tonight: of the rates most points stand."""
    told = [one.gone for one in found if one.gone is not None]
    if told:
        opened.stage_frame("stage.evidence_gone", pl.concat(told))
        opened.con.execute(_GONE, {"kept": list(RATE_SIGNALS)})
    else:
        opened.con.execute("delete from review.signal_points")
    added = pl.concat([filled(SIGNAL_POINTS, one.points) for one in found])
    opened.append(SIGNAL_POINTS.name, added.sort(SIGNAL_POINTS.key))
    return opened.count(SIGNAL_POINTS.name)
