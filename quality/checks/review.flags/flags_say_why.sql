-- A reviewer and the tutor must be able to read what happened.
-- Remedy: give the policy's rule its words; decide nothing on these flags.

select
    tutor_id,
    rule,
    sentence
from review.flags
where trim(sentence) = ''
