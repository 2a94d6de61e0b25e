-- One row a flag that holds tonight and did not the night before, or the other way round.

select
    tutor_id,
    rule,
    tutor.display_name,
    now.sentence,
    before.tutor_id is null as is_new
from review.flags as now
full join previous_review.flags as before using (tutor_id, rule)
left join mart.tutors as tutor using (tutor_id)
where now.tutor_id is null or before.tutor_id is null
order by tutor_id, rule
