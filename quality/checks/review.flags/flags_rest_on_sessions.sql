-- A flag that cannot name the tutor's own sessions accuses without evidence.
-- What only marks or signals may rest on sessions that took place, which are counted, not named.
-- Remedy: a fault in the rules, report it with the rows shown; decide nothing on these flags.

with evidence as (
    select
        tutor_id,
        rule,
        unnest(session_ids) as session_id
    from review.flags
)

select
    flag.tutor_id,
    flag.rule,
    '' as session_id
from review.flags as flag
where len(flag.session_ids) = 0 and coalesce(flag.severity, '') not in ('watch', 'signal')
union all
select
    evidence.tutor_id,
    evidence.rule,
    evidence.session_id
from evidence
left join core.session_outcomes as outcome
    on
        evidence.session_id = outcome.session_id
        and evidence.tutor_id = outcome.tutor_id
where outcome.session_id is null
