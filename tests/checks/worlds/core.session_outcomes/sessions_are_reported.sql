-- Broken, 1 row: six of a hundred
insert into core.session_outcomes (session_id, session_day, event)
select 's' || n, $as_of - 2, case when n < 6 then 'unreported' else 'completed' end
from range(100) as sessions (n);

-- Sound: five of a hundred, and those of the last two days
insert into core.session_outcomes (session_id, session_day, event)
select
    's' || n,
    case when n < 100 then $as_of - 2 else $as_of - 1 end,
    case when n between 5 and 99 then 'completed' else 'unreported' end
from range(150) as sessions (n);

-- Sound: nothing was to start
select 1;
