"""People's decisions, read from the ledger; the run never writes there."""

import dagster as dg

from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.review_build import read_ledger


@dg.multi_asset(
    name="decisions", specs=[spec("review.decisions", reads=("raw.tonight",), group="review")]
)
def decisions(warehouse: WarehouseResource, night: NightResource) -> dg.MaterializeResult:
    """Copy the decisions that are in effect tonight."""
    with warehouse.open() as opened:
        rows = read_ledger(opened, night.ledger(), night=night.night(opened))
    return made("review.decisions", rows)
