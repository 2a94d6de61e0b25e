"""What tonight mended of the nights before it."""

import dagster as dg

from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.healing import refresh_healed


@dg.multi_asset(
    name="healed",
    specs=[
        spec("core.healed", reads=("raw.deliveries", "core.session_outcomes"), group="outcomes")
    ],
)
def healed(warehouse: WarehouseResource, night: NightResource) -> dg.MaterializeResult:
    """Say which missed nights, late files and corrected files tonight made up for."""
    with warehouse.open() as opened:
        rows = refresh_healed(opened, night.night(opened))
    return made("core.healed", rows)
