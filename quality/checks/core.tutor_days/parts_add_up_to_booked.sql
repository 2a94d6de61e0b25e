-- Each session of a day became one thing; a sum that differs counts one twice or loses it.
-- Remedy: a fault in the models, report it with the rows shown.

select
    tutor_id,
    day,
    booked,
    completed + cancelled_late + cancelled_in_time + cancelled_notice_unknown + no_show
    + interrupted + rebooked + student + platform + undecided as parts
from core.tutor_days
where booked <> parts
