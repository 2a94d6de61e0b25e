"""The raw tables: what the logs said, as delivered and typed, every row accounted for."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability import landing
from tutor_reliability.landing import Delivery
from tutor_reliability.nights import settle_arrivals
from tutor_reliability.tables import LOGS

RAW_TABLES = (
    *(table.name for table in LOGS.values()),
    "raw.deliveries",
    "raw.rejected_rows",
    "raw.tonight",
)


@dg.multi_asset(name="raw_logs", specs=[spec(table, group="landing") for table in RAW_TABLES])
def raw_logs(warehouse: WarehouseResource, night: NightResource) -> Iterator[dg.MaterializeResult]:
    """Land the files that have not landed before, and settle which night this is."""
    with warehouse.open() as opened:
        opened.con.execute("delete from quality.results")
        deliveries = landing.land(
            opened.con, Path(night.logs), source=night.reading(), arrival=night.arrival(opened)
        )
        settled = night.settle(opened)
        settle_arrivals(opened, deliveries, settled)
        for table in RAW_TABLES:
            yield made(
                table,
                opened.count(table),
                news=sum(one.landed for one in deliveries if f"raw.{one.log}" == table),
                as_of=settled.as_of.isoformat(),
                deliveries=_said(deliveries),
            )


def _said(deliveries: list[Delivery]) -> str:
    received = sum(one.received for one in deliveries)
    rejected = sum(one.rejected for one in deliveries)
    return f"{len(deliveries)} new files, {received} rows received, {rejected} rejected"
