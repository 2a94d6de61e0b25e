"""The policy in force, as tables that the SQL can join."""

from collections.abc import Iterator

import dagster as dg

from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.outcomes_build import write_policy

POLICY_TABLES = (
    "policy.terms",
    "policy.texts",
    "policy.markets",
    "policy.conditions",
    "policy.bands",
    "policy.outcomes",
    "policy.excuses",
    "policy.amnesties",
    "policy.working_days",
)


@dg.multi_asset(
    name="policy_in_force", specs=[spec(table, group="policy") for table in POLICY_TABLES]
)
def policy_in_force(
    warehouse: WarehouseResource, night: NightResource
) -> Iterator[dg.MaterializeResult]:
    """Write the rules of all texts as rows, each with its place in the file."""
    book = night.book()
    terms = book.newest
    with warehouse.open() as opened:
        write_policy(opened, book)
        for table in POLICY_TABLES:
            yield made(table, opened.count(table), policy=f"{terms.id}@{terms.fingerprint[:12]}")
