-- One row a tutor: who, what may be offered, and the late rate over 90 days.

with flagged as (
    select
        tutor_id,
        list(rule order by rule) as rules,
        bool_or(needs_person) as asks_person
    from review.flags
    group by tutor_id
)

select
    tutor.tutor_id,
    tutor.display_name,
    tutor.subjects,
    tutor.joined_at,
    tutor.status,
    tutor.timezone,
    tutor.capacity,
    may.new_students,
    may.existing_students,
    may.trial_students,
    may.until,
    may.way_back,
    may.case_id,
    may.decided_by,
    rate.late_rate,
    rate.rate_low,
    rate.rate_high,
    rate.pooled_rate,
    rate.pooled_low,
    rate.pooled_high,
    rate.chance_over_limit,
    rate.rank,
    coalesce(may.reasons, []) as reasons,
    coalesce(rate.sessions, 0) as sessions,
    coalesce(rate.late_cancellations, 0) as late,
    coalesce(rate.enough, false) as enough,
    coalesce(flagged.rules, []) as rules,
    coalesce(flagged.asks_person, false) as asks_person
from mart.tutors as tutor
left join mart.assignment_eligibility as may on tutor.tutor_id = may.tutor_id
left join mart.tutor_rates as rate on tutor.tutor_id = rate.tutor_id and rate.window_days = 90
left join flagged on tutor.tutor_id = flagged.tutor_id
order by tutor.tutor_id
