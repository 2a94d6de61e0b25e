-- A flag that waits for a person and is in no queue waits for ever, and the tutor with it.
-- Remedy: a fault in how cases are made, report it with the rows shown.

select
    flag.tutor_id,
    flag.rule,
    flag.since
from review.flags as flag
left join review.cases as review_case
    on
        flag.tutor_id = review_case.tutor_id
        and flag.rule = review_case.rule
        and flag.since = review_case.opened_on
where flag.needs_person and review_case.case_id is null
