-- A chance of another night would be told as tonight's.
-- Remedy: run the night again.

select
    tutor_id,
    signal,
    as_of
from review.signals
where as_of <> $as_of
