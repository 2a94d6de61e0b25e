-- One row a tutor to whom something else may be offered than the night before.

select
    tutor_id,
    tutor.display_name,
    before.new_students as was,
    now.new_students as became,
    coalesce(now.reasons, []) as reasons,
    coalesce(before.reasons, []) as reasons_before
from mart.assignment_eligibility as now
full join previous_mart.assignment_eligibility as before using (tutor_id)
left join mart.tutors as tutor using (tutor_id)
where
    now.new_students is distinct from before.new_students
    or now.existing_students is distinct from before.existing_students
    or now.trial_students is distinct from before.trial_students
order by tutor_id
