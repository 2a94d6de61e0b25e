-- One row a kind of repair and log: what tonight mended of the nights before it.

select
    kind,
    log,
    sentence,
    first_day,
    last_day,
    rows as landed,
    sessions,
    tutors,
    files
from core.healed
where as_of = $tonight
order by kind, log
