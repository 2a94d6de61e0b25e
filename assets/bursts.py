"""Surge days and bulk events: what is seen only beyond one session."""

from collections.abc import Iterator

import dagster as dg

from assets import sql
from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.bursts_build import refresh_bursts


@dg.multi_asset(
    name="bursts",
    specs=[
        spec(
            "core.surge_days", reads=("core.session_outcomes", "core.tutor_days"), group="outcomes"
        ),
        spec(
            "core.bulk_events",
            reads=("core.session_outcomes",),
            group="outcomes",
        ),
    ],
)
def bursts(warehouse: WarehouseResource, night: NightResource) -> Iterator[dg.MaterializeResult]:
    """Find the days when far more tutors cancelled than usual, and bursts by one actor."""
    with warehouse.open() as opened:
        done = refresh_bursts(
            opened, sql.model, night=night.night(opened), limits=night.burst_limits
        )
    yield made("core.surge_days", done.surge_days)
    yield made("core.bulk_events", done.bulk_events)
