-- Exactly the policy's line is in time, one second less is late; whose doing is another question.
-- Remedy: a fault in the models, report it with the rows shown.

select
    outcome.session_id,
    outcome.event,
    outcome.notice,
    outcome.notice_hours,
    outcome.is_late
from core.session_outcomes as outcome
inner join policy.terms as terms on outcome.variant = terms.variant
where
    (
        outcome.is_late
        and (
            outcome.notice_hours is null
            or round(outcome.notice_hours * 3600) >= terms.line_seconds
        )
    )
    or (
        not outcome.is_late
        and outcome.notice = 'exact'
        and round(outcome.notice_hours * 3600) < terms.line_seconds
    )
