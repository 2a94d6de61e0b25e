-- One row a half hour of notice around the line: how often tutors cancelled with so much.

select
    floor(notice_hours * 2)::integer as bin,
    count(*)::integer as cancellations
from core.session_outcomes
where
    blame = 'tutor'
    and event in ('cancelled', 'rescheduled')
    and notice in ('exact', 'uncertain')
    and notice_hours >= 0
    and session_day <= $as_of
group by bin
order by bin
