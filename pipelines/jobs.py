"""The two jobs: a night, and what is done after a night whose gate is red."""

import dagster as dg

from assets.published import release
from assets.resources import NightResource, WarehouseResource
from assets.timings import NIGHT_TAG, stages

NIGHTLY = "nightly"
RED_NIGHT = "red_night"

nightly = dg.define_asset_job(
    NIGHTLY,
    selection=dg.AssetSelection.all(),
    description="Land the logs, judge, rate, check, flag, publish.",
    executor_def=dg.in_process_executor,
)


@dg.op
def republish_trusted(
    context: dg.OpExecutionContext, warehouse: WarehouseResource, night: NightResource
) -> str:
    """Show the last trusted night again, saying what is wrong with this one."""
    so_far = stages(context.instance, context.run.tags.get(NIGHT_TAG, context.run.run_id))
    with warehouse.open() as opened:
        return release(opened, night, so_far, red=True).name


@dg.job(
    name=RED_NIGHT,
    description="After a red gate: the last trusted numbers, with tonight's check results.",
    executor_def=dg.in_process_executor,
)
def red_night() -> None:
    """Show the last trusted night again."""
    republish_trusted()
