-- Broken, 1 row: three of twenty
insert into core.session_outcomes (session_id, session_day, notice_hours)
select 's' || n, $as_of, if(n < 3, -1, 1) from range(20) as sessions (n);

-- Sound: two of twenty
insert into core.session_outcomes (session_id, session_day, notice_hours)
select 's' || n, $as_of, if(n < 2, -1, 1) from range(20) as sessions (n);

-- Sound: the only one
insert into core.session_outcomes (session_id, session_day, notice_hours)
select 's' || n, $as_of, if(n < 1, -1, 1) from range(1) as sessions (n);

-- Sound: nothing was cancelled
insert into core.session_outcomes (session_id, session_day) values ('s', $as_of);
