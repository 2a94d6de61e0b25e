-- A chance from too few events would be a guess told as a figure; none where it could be, a gap.
-- Remedy: a fault in the program, report it with the rows shown.

select
    tutor_id,
    signal,
    enough,
    events,
    chance
from review.signals
where enough <> (chance is not null)
