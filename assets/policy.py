"""The policy in force, as tables that the SQL can join."""

from collections.abc import Iterator

import dagster as dg

from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.outcomes_build import write_policy

POLICY_TABLES = ("policy.conditions", "policy.notice_bands", "policy.outcomes", "policy.excuses")


@dg.multi_asset(
    name="policy_in_force", specs=[spec(table, group="policy") for table in POLICY_TABLES]
)
def policy_in_force(
    warehouse: WarehouseResource, night: NightResource
) -> Iterator[dg.MaterializeResult]:
    """Write the policy's rules as rows, each with its place in the file."""
    terms = night.terms()
    with warehouse.open() as opened:
        write_policy(opened, terms)
        for table in POLICY_TABLES:
            yield made(table, opened.count(table), policy=f"{terms.id}@{terms.fingerprint[:12]}")
