-- Notice decides who is late; it must be the time from the word to the start, to the second.
-- Remedy: a fault in the models, report it with the rows shown.

with timed as (
    select
        outcome.*,
        terms.in_working_hours,
        case
            when terms.from_told then least(outcome.cancelled_at, outcome.told_at)
            else outcome.cancelled_at
        end as said_at,
        case
            when terms.from_earliest_start then outcome.earliest_start
            else outcome.scheduled_start
        end as due_at
    from core.session_outcomes as outcome
    inner join policy.terms as terms on outcome.variant = terms.variant
    where outcome.notice = 'exact' or outcome.notice_hours is not null
)

select
    session_id,
    said_at,
    due_at,
    notice_hours
from timed
where
    (notice = 'exact' and (said_at is null or notice_hours is null))
    or (notice = 'unknown' and notice_hours is not null)
    or (
        not in_working_hours
        and abs(notice_hours * 3600 - (epoch_us(due_at) - epoch_us(said_at)) / 1e6) > 1
    )
    or (
        in_working_hours
        and notice_hours * 3600 > greatest((epoch_us(due_at) - epoch_us(said_at)) / 1e6, 0) + 1
    )
