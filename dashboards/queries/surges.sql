-- One row a day on which far more tutors cancelled than usual, the newest first.

select
    day,
    tutors_hit,
    tutors_active,
    hit_share,
    usual_share,
    cancellations,
    late,
    excused,
    reason_code,
    reason_share
from core.surge_days
order by day desc
