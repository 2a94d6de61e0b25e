-- One row a case that waits tonight and did not the night before.

select now.case_id
from review.cases as now
left join previous_review.cases as before on now.case_id = before.case_id and before.state = 'open'
where now.state = 'open' and before.case_id is null
order by now.case_id
