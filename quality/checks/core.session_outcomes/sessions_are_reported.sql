-- A session that started and was never reported may have been a no-show; nobody can know.
-- Remedy: ask whether the export carries the final status of each session.

select
    count(*) as sessions,
    count(*) filter (where event = 'unreported') as unreported,
    count(*) filter (where event = 'unreported') / count(*) as share
from core.session_outcomes
where
    session_day > $as_of - $recent_days
    and session_day <= $as_of - $report_grace_days
having count(*) filter (where event = 'unreported') > $max_unreported_share * count(*)
