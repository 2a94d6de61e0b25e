"""The evidence on one tutor as the published run has it, down to the rows of the logs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.policy.model import Evidence
from tutor_reliability.publish import BEHIND_DAYS

Row = dict[str, object]
Rows = Callable[[str, Mapping[str, object]], list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFound:
    """What the evidence on a tutor rests on, each list a table's rows.

    Attributes:
        signals: Of review.signals.
        events: Of review.signal_events, with what the logs say of each session.
        points: Of review.signal_points.
        days: Days with sessions, with what these weigh by review.exposure_factors.
        priors: What was expected of tutors, month by month.
        kept_from: The first day of which days are published.
    """

    terms: Evidence
    signals: list[Row]
    events: list[Row]
    points: list[Row]
    days: list[Row]
    priors: list[Row]
    kept_from: date


def read_evidence(rows: Rows, tutor_id: str, terms: Evidence, *, as_of: date) -> EvidenceFound:
    """Read it; empty where nothing was weighed.

    Args:
        rows: Runs a query in which `{schema.table}` names a published table.
        tutor_id: The tutor.
        terms: The numbers of the policy's `[evidence]`.
        as_of: The day of the run.
    """
    named: dict[str, object] = {"tutor": tutor_id}
    return EvidenceFound(
        terms=terms,
        signals=rows(
            "select * from {review.signals} where tutor_id = $tutor order by signal", named
        ),
        events=rows(_EVENTS, named),
        points=rows(
            "select signal, day, chance, events from {review.signal_points} "
            "where tutor_id = $tutor order by signal, day",
            named,
        ),
        days=rows(_DAYS, named),
        priors=rows(_PRIORS, {}),
        kept_from=as_of - timedelta(days=BEHIND_DAYS - 1),
    )


_EVENTS = """
select
    found.signal, found.session_id, found.day, found.spell_no, found.event, found.load,
    found.treatment, found.chance_without,
    outcome.student_id, outcome.notice, outcome.notice_hours, outcome.reason_code, outcome.outcome,
    session_file.file as session_file, outcome.session_line,
    cancellation_file.file as cancellation_file, outcome.cancellation_line
from {review.signal_events} as found
left join {core.session_outcomes} as outcome using (session_id)
left join {raw.deliveries} as session_file on outcome.session_delivery = session_file.delivery_id
left join {raw.deliveries} as cancellation_file
    on outcome.cancellation_delivery = cancellation_file.delivery_id
where found.tutor_id = $tutor
order by found.signal, found.day, found.session_id
"""
_PRIORS = """
select signal, fitted_until, component, share, shape, rate, tutors, fallback
from {review.priors}
order by signal, fitted_until, component
"""
_DAYS = """
with hours as (
    select
        fitted_until,
        max(factor) filter (where key = 'night') as night,
        max(factor) filter (where key = 'morning') as morning,
        max(factor) filter (where key = 'afternoon') as afternoon,
        max(factor) filter (where key = 'evening') as evening
    from {review.exposure_factors}
    where kind = 'hours'
    group by fitted_until
),

listed as (
    select
        session_day,
        count(*) filter (where in_exposure) as exposure,
        count(*) filter (where in_late) as late
    from {core.session_outcomes}
    where tutor_id = $tutor
    group by session_day
)

select
    worked.day,
    worked.exposure,
    worked.late,
    worked.late_excused as excused,
    coalesce(listed.exposure, 0) as exposure_listed,
    coalesce(listed.late, 0) as late_listed,
    incident.factor as incident,
    (
        (worked.exposure_night + worked.late_excused_night) * coalesce(hours.night, 1)
        + (worked.exposure_morning + worked.late_excused_morning) * coalesce(hours.morning, 1)
        + (worked.exposure_afternoon + worked.late_excused_afternoon)
        * coalesce(hours.afternoon, 1)
        + (worked.exposure_evening + worked.late_excused_evening) * coalesce(hours.evening, 1)
    ) * coalesce(incident.factor, 1) as load
from {core.tutor_days} as worked
left join hours on date_trunc('month', worked.day)::date - 1 = hours.fitted_until
left join {review.exposure_factors} as incident
    on
        incident.kind = 'incident'
        and incident.place = worked.place
        and incident.fitted_until = worked.day - 1
left join listed on worked.day = listed.session_day
where worked.tutor_id = $tutor and worked.exposure + worked.late_excused > 0
order by worked.day
"""
