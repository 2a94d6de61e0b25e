-- Who was excused must not be counted as late, or the excuse was worth nothing.
-- Remedy: a fault in the models, report it with the rows shown.

select
    outcome.session_id,
    outcome.outcome,
    outcome.excuse
from core.session_outcomes as outcome
left join policy.terms as terms on outcome.variant = terms.variant
where
    outcome.excused
    and (
        outcome.in_late
        or outcome.in_exposure
        or outcome.excuse not in ('accepted', 'amnesty', 'pending')
        or (outcome.excuse = 'pending' and terms.pending_counts)
    )
