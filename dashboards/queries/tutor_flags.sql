-- One row a flag of these tutors.

select
    tutor_id,
    rule,
    severity,
    effect,
    sentence,
    since,
    until,
    held,
    needs_person,
    way_back,
    session_ids,
    policy_id,
    policy_version
from review.flags
where tutor_id in (select unnest($tutors))
order by tutor_id asc, needs_person desc, rule asc
