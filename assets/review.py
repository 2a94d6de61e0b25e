"""Flags and cases: which rules hold tonight, and what they ask people to look at."""

from collections.abc import Iterator

import dagster as dg

from assets.keys import made, spec
from assets.resources import NightResource, WarehouseResource
from tutor_reliability.eligibility_build import refresh_eligibility
from tutor_reliability.review_build import refresh_review

_REVIEWED_FROM = (
    "core.session_outcomes",
    "mart.tutors",
    "core.bulk_events",
    "mart.tutor_rates",
    "review.signals",
    "review.signal_events",
    "review.signal_points",
    "review.decisions",
)


@dg.multi_asset(
    name="flags_and_cases",
    specs=[
        spec(table, reads=_REVIEWED_FROM, group="review")
        for table in ("review.spells", "review.flags", "review.cases")
    ],
)
def flags_and_cases(
    warehouse: WarehouseResource, night: NightResource
) -> Iterator[dg.MaterializeResult]:
    """Evaluate the policy's rules, say why each holds, and order the queue."""
    with warehouse.open() as opened:
        done = refresh_review(
            opened, book=night.book(), ledger=night.ledger(), night=night.night(opened)
        )
    yield made("review.spells", done.folded.spells, folded=done.folded.folded)
    yield made("review.flags", done.flags)
    yield made("review.cases", done.cases, open_cases=done.open_cases)


@dg.multi_asset(
    name="assignment_eligibility",
    specs=[
        spec(
            "mart.assignment_eligibility",
            reads=("review.flags", "review.cases", "review.decisions", "mart.tutors"),
            group="review",
        )
    ],
)
def assignment_eligibility(
    warehouse: WarehouseResource, night: NightResource
) -> dg.MaterializeResult:
    """Say what may be offered to each tutor, why, until when, and the way back."""
    with warehouse.open() as opened:
        rows = refresh_eligibility(
            opened,
            book=night.book(),
            ledger=night.ledger(),
            night=night.night(opened),
            run_id=night.run_id(opened),
        )
    return made("mart.assignment_eligibility", rows)
