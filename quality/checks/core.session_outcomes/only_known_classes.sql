-- A session that no class of the policy takes counts for nothing, whatever happened in it.
-- Remedy: add a class to the policy file that says what such a session is.

select
    event,
    blame,
    notice,
    count(*) as sessions
from core.session_outcomes
where outcome = 'unclassified' and session_day > $as_of - $recent_days
group by event, blame, notice
