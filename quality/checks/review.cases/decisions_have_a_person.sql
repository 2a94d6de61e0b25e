-- What restricts a tutor is decided by a person who stands for it with name and reason.
-- Remedy: a fault in how the ledger is read, report it with the rows shown.

select
    case_id,
    tutor_id,
    state,
    decision,
    decided_by
from review.cases
where
    (state = 'decided' and decision is null)
    or (
        decision is not null
        and (coalesce(trim(decided_by), '') = '' or coalesce(trim(reason), '') = '')
    )
