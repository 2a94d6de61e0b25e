"""Make review.exposure_factors: what a session weighs at an odd hour or on the day of an incident.

A tutor chooses the hours and is not to blame for an outage: where everybody is late more often,
a late session says less of the one who taught it.
"""

from collections.abc import Callable

from tutor_reliability.evidence_build.span import Span
from tutor_reliability.night import Night
from tutor_reliability.policy.model import Evidence
from tutor_reliability.warehouse import Opened

Models = Callable[[str], str]


def refresh_exposure(opened: Opened, models: Models, *, terms: Evidence, night: Night) -> int:
    """Bring the factors to tonight; gives their number.

    Args:
        opened: The warehouse, core.tutor_days brought to tonight.
        models: Gives the SQL of a model by name.
        terms: The numbers of the policy's `[evidence]`.
        night: Which night it is.
    """
    values = exposure_values(terms, night)
    opened.stage("stage.exposure_daily", models("stage.exposure_daily"), values)
    rows = opened.replace("review.exposure_factors", models("review.exposure_factors"), values)
    opened.stage("stage.exposure_weights", models("stage.exposure_weights"), values)
    return rows


def exposure_values(terms: Evidence, night: Night) -> dict[str, object]:
    """Give what the models of exposure and of evidence bind."""
    span = Span(as_of=night.as_of, weeks=terms.weeks)
    return {
        "as_of": night.as_of,
        "days_from": span.days_from,
        "week_days": span.week_days,
        "exposure_by_hour": terms.exposure_by_hour,
        "exposure_by_incident": terms.exposure_by_incident,
        "incident_ratio": terms.incident_ratio,
        "incident_weight": terms.incident_weight,
        "incident_days": terms.incident_days,
        "hour_weight": terms.hour_weight,
    }
