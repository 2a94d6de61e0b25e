-- A tutor who is missing from the feed is offered nothing, and nobody decided that.
-- Remedy: a fault in the models, report it with the rows shown.

select
    coalesce(tutor.tutor_id, eligibility.tutor_id) as tutor_id,
    tutor.tutor_id is not null as is_listed,
    count(eligibility.tutor_id) as times
from mart.tutors as tutor
full outer join mart.assignment_eligibility as eligibility
    on tutor.tutor_id = eligibility.tutor_id
group by tutor.tutor_id, eligibility.tutor_id
having tutor.tutor_id is null or count(eligibility.tutor_id) <> 1
