-- One row a tutor who taught in the weeks that evidence looks at: the groups compared for fairness,
-- and whether a person is asked to look tonight. Evenings and nights are the tutor's own.

with worked as (
    select
        tutor_id,
        sum(exposure) as sessions,
        sum(exposure_night + exposure_evening) / greatest(sum(exposure), 1) as odd_share
    from core.tutor_days
    where day > $as_of - $days and day <= $as_of and exposure > 0
    group by tutor_id
),

taught as (
    select
        tutor_id,
        mode(subject order by subject) as subject
    from core.session_outcomes
    where session_day > $as_of - $days and session_day <= $as_of and in_exposure
    group by tutor_id
),

flagged as (
    select
        tutor_id,
        bool_or(list_contains($rules, rule)) as by_evidence
    from review.flags
    where needs_person
    group by tutor_id
)

select
    tutor.tutor_id,
    worked.sessions::double as sessions,
    worked.odd_share,
    taught.subject,
    nullif(split_part(tutor.timezone, '/', 1), '') as zone,
    ($as_of - coalesce(tutor.joined_at::date, tutor.first_session_day))::integer as tenure_days,
    flagged.tutor_id is not null as by_any_rule,
    coalesce(flagged.by_evidence, false) as by_evidence
from mart.tutors as tutor
inner join worked on tutor.tutor_id = worked.tutor_id
left join taught on tutor.tutor_id = taught.tutor_id
left join flagged on tutor.tutor_id = flagged.tutor_id
order by tutor.tutor_id
