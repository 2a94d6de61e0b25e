"""The roster as of tonight, and each tutor's late rate over each window."""

import dagster as dg

from assets import sql
from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.rates_build import refresh_rates, refresh_tutors


@dg.multi_asset(
    name="tutors",
    specs=[spec("mart.tutors", reads=("raw.tutors", "core.tutor_days"), group="rates")],
)
def tutors(warehouse: WarehouseResource, night: NightResource) -> dg.MaterializeResult:
    """List the tutors known by tonight."""
    with warehouse.open() as opened:
        rows = refresh_tutors(opened, sql.model, night=night.night(opened))
    return made("mart.tutors", rows)


@dg.multi_asset(
    name="tutor_rates",
    specs=[spec("mart.tutor_rates", reads=("mart.tutors", "core.tutor_days"), group="rates")],
)
def tutor_rates(warehouse: WarehouseResource, night: NightResource) -> dg.MaterializeResult:
    """Rate every tutor over every window, with range and pooled estimate."""
    with warehouse.open() as opened:
        rows = refresh_rates(opened, sql.model, policy=night.terms(), night=night.night(opened))
    return made("mart.tutor_rates", rows)
