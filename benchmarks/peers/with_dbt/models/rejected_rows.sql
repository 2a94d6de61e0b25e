-- One row a rejected row: where it stood and why.

select
    'sessions' as log,
    line,
    reason
from {{ ref('judged_sessions') }}
where reason is not null
union all
select
    'cancellations' as log,
    line,
    reason
from {{ ref('judged_cancellations') }}
where reason is not null
