-- On a day when far more tutors cancel than usual, something happened to all of them at once.
-- Remedy: look at the day; a person may excuse it, and nothing is excused until one does.

select
    day,
    tutors_hit,
    tutors_active,
    hit_share,
    usual_share,
    late,
    excused
from core.surge_days
where day > $as_of - $recent_days and late > 0
