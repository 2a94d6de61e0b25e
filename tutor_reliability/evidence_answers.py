"""The evidence on one tutor as the published run has it, down to the rows of the logs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tutor_reliability.evidence_again.sessions import Session, read
from tutor_reliability.policy.model import Evidence
from tutor_reliability.publish import BEHIND_DAYS
from tutor_reliability.tables.values import MOVE_SIGNALS, PAIR_SIGNALS, RATE_SIGNALS

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
        sessions: What side detectors looked at: the tutor's sessions and, where pairs are asked
            about, those of the tutor's students with others.
        moves: Of review.signal_moves: the lessons that the tutor moved.
        kept_from: The first day of which days are published.
        timezone: The policy's zone.
    """

    terms: Evidence
    signals: list[Row]
    events: list[Row]
    points: list[Row]
    days: list[Row]
    priors: list[Row]
    sessions: list[Session]
    moves: list[Row]
    kept_from: date
    timezone: str


def read_evidence(
    rows: Rows, tutor_id: str, terms: Evidence, *, as_of: date, timezone: str
) -> EvidenceFound:
    """Read it; empty where nothing was weighed.

    Args:
        rows: Runs a query in which `{schema.table}` names a published table.
        tutor_id: The tutor.
        terms: The numbers of the policy's `[evidence]`.
        as_of: The day of the run.
        timezone: The policy's zone.
    """
    named: dict[str, object] = {"tutor": tutor_id}
    signals = rows("select * from {review.signals} where tutor_id = $tutor order by signal", named)
    asked = {row["signal"] for row in signals}
    with_pairs = _ELSEWHERE * bool(asked & {*PAIR_SIGNALS}) + _OLDER * ("quiet_pairs" in asked)
    return EvidenceFound(
        terms=terms,
        signals=signals,
        events=rows(_EVENTS, named),
        points=rows(
            "select signal, day, chance, events from {review.signal_points} "
            "where tutor_id = $tutor order by signal, day",
            named,
        ),
        days=rows(_DAYS, named),
        priors=rows(_PRIORS, {}),
        sessions=[read(Session, row) for row in rows(_OWN + with_pairs, named)]
        if asked - {*RATE_SIGNALS}
        else [],
        moves=rows(_MOVES, named) if asked & {*MOVE_SIGNALS} else [],
        timezone=timezone,
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
_COLUMNS = """
    session.session_id, session.tutor_id, session.student_id, session.session_day as day,
    session.scheduled_start, session.booked_at, session.cancelled_at, session.event, session.blame,
    session.notice, session.notice_hours, session.is_late, session.emergency, session.excuse,
    session.excused, session.cured_by, session.provisional
"""
_OWN = f"""
select {_COLUMNS}, terms.line_seconds, false as is_older
from {{core.session_outcomes}} as session
left join {{policy.terms}} as terms on session.variant = terms.variant
where session.tutor_id = $tutor
"""  # noqa: S608 -- names are ours
_ELSEWHERE = f"""
union all by name
select {_COLUMNS}, false as is_older
from {{core.session_outcomes}} as session
where
    session.tutor_id <> $tutor
    and session.student_id in (
        select student_id from {{core.session_outcomes}} where tutor_id = $tutor
        union
        select student_id from {{review.older_sessions}} where tutor_id = $tutor
    )
"""  # noqa: S608 -- names are ours
_OLDER = """
union all by name
select
    * exclude (session_day, session_delivery, session_line), session_day as day, true as is_older
from {review.older_sessions}
where
    tutor_id is not null
    and student_id in (
        select student_id from {core.session_outcomes} where tutor_id = $tutor
        union
        select student_id from {review.older_sessions} where tutor_id = $tutor
    )
"""
_MOVES = """
select
    move.session_id, move.move_no, move.tutor_id, move.student_id, move.day, move.moved_at,
    move.moved_on, move.moved_to, move.lesson, delivery.file, move.cancellation_line as line
from {review.signal_moves} as move
left join {raw.deliveries} as delivery on move.cancellation_delivery = delivery.delivery_id
where lesson in (select lesson from {review.signal_moves} where tutor_id = $tutor)
order by move.lesson, move.moved_at, move.session_id, move.move_no
"""
_PRIORS = """
select
    signal, fitted_until, component, share, shape, rate, usual, usual_near, tutors, fallback
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
