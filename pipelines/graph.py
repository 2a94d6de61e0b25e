"""The whole graph, put together for one home."""

import dagster as dg

from assets import (
    bursts,
    decisions,
    evidence,
    healed,
    landing,
    outcomes,
    policy,
    published,
    rates,
    review,
)
from assets.resources import NightResource, WarehouseResource
from pipelines import settings
from pipelines.jobs import nightly, red_night
from pipelines.schedules import after_a_red_night, nightly_schedule
from quality.asset_checks import make_checks
from tutor_reliability import policy as policies

ASSETS = (
    landing.raw_logs,
    policy.policy_in_force,
    decisions.decisions,
    outcomes.session_outcomes,
    outcomes.tutor_days,
    bursts.bursts,
    healed.healed,
    rates.tutors,
    rates.tutor_rates,
    evidence.signals,
    review.flags_and_cases,
    review.assignment_eligibility,
    published.published,
)
UNCHECKED = ("policy", "published")
"""A policy is refused where it is read; what is published is checked before it is."""


def _checked_tables(asset: dg.AssetsDefinition) -> list[str]:
    names = [".".join(key.path) for key in asset.keys if key.path[0] not in UNCHECKED]
    return sorted(names)


def build_definitions(where: settings.Settings) -> dg.Definitions:
    """Put the graph together for one home."""
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=[
            make_checks(*its, step=asset.op.name)
            for asset in ASSETS
            if (its := _checked_tables(asset))
        ],
        jobs=[nightly, red_night],
        schedules=[nightly_schedule(where, policies.load(where.policy))],
        sensors=[after_a_red_night],
        resources={
            "warehouse": WarehouseResource(home=str(where.home.resolve())),
            "night": NightResource(**where.night("")),
        },
        executor=dg.in_process_executor,
    )
