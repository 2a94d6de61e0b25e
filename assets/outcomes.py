"""Session outcomes and tutor days: judged by the policy, only where tonight may change them."""

import dagster as dg

from assets import sql
from assets.keys import made, spec
from assets.policy import POLICY_TABLES
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.outcomes_build import Sizes, refresh_outcomes, refresh_tutor_days
from tutor_reliability.pace import Pace

_JUDGED_FROM = (
    "raw.sessions",
    "raw.cancellations",
    "raw.contacts",
    "raw.tutors",
    "raw.tonight",
    *POLICY_TABLES,
    "review.decisions",
)


@dg.multi_asset(
    name="session_outcomes",
    specs=[spec("core.session_outcomes", reads=_JUDGED_FROM, group="outcomes")],
)
def session_outcomes(
    context: dg.AssetExecutionContext, warehouse: WarehouseResource, night: NightResource
) -> dg.MaterializeResult:
    """Judge the sessions that tonight may judge differently than the last night did."""
    book = night.book()
    terms = book.newest
    pace = Pace("judging every session anew", context.log.info)
    with warehouse.open() as opened, night.runs_on(opened) as engine:
        done = refresh_outcomes(
            opened,
            sql.model,
            policy=book,
            night=night.night(opened),
            rules=sql.fingerprint(),
            engine=engine,
            sizes=Sizes(progress=pace),
        )
    return made(
        "core.session_outcomes",
        done.rows,
        touched=done.touched,
        rebuilt=done.rebuilt,
        policy=f"{terms.id}@{terms.fingerprint[:12]}",
    )


@dg.multi_asset(
    name="tutor_days",
    specs=[
        spec(
            "core.tutor_days",
            reads=("core.session_outcomes", "raw.tutors", "policy.texts", "policy.outcomes"),
            group="outcomes",
        )
    ],
)
def tutor_days(warehouse: WarehouseResource, night: NightResource) -> dg.MaterializeResult:
    """Count again the days whose outcomes changed."""
    with warehouse.open() as opened, night.runs_on(opened) as engine:
        done = refresh_tutor_days(opened, sql.model, night=night.night(opened), engine=engine)
    return made("core.tutor_days", done.rows, touched=done.touched)
