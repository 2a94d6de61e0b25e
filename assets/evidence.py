"""How likely each tutor's current rate is above the limit: tonight, and on past days."""

from collections.abc import Iterator

import dagster as dg

from assets import sql
from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.evidence_build import refresh_signals

_WEIGHED = (
    "review.signals",
    "review.signal_events",
    "review.signal_points",
    "review.priors",
    "review.signal_moves",
    "review.older_sessions",
)
_WEIGHED_FROM = (
    "core.tutor_days",
    "core.session_outcomes",
    "raw.cancellations",
    "mart.tutors",
    "policy.terms",
    "policy.texts",
    "policy.outcomes",
)


@dg.multi_asset(
    name="signals",
    specs=[
        *(spec(table, reads=_WEIGHED_FROM, group="review") for table in _WEIGHED),
        spec("review.exposure_factors", reads=("core.tutor_days",), group="review"),
    ],
)
def signals(warehouse: WarehouseResource, night: NightResource) -> Iterator[dg.MaterializeResult]:
    """Weigh what the last weeks say of every tutor, and what they said before."""
    with warehouse.open() as opened:
        done = refresh_signals(opened, sql.model, night.book(), night.night(opened))
    yield made("review.signal_events", done.events)
    yield made("review.signal_points", done.points)
    yield made("review.priors", done.priors)
    yield made("review.signal_moves", done.moves)
    yield made("review.older_sessions", done.older)
    yield made("review.exposure_factors", done.factors)
    yield made("review.signals", done.signals)
