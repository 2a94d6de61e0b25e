-- One row a rejected row: where it stood and why.
MODEL (
  name night.rejected_rows,
  kind FULL
);

select
    'sessions' as log,
    line,
    reason
from night.judged_sessions
where reason is not null
union all
select
    'cancellations' as log,
    line,
    reason
from night.judged_cancellations
where reason is not null
