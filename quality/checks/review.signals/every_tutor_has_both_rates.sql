-- A tutor without a row would be one whom nobody looks at, however many sessions were lost.
-- Remedy: a fault in the program, report it with the rows shown.

select
    tutor.tutor_id,
    late.signal as late_sessions,
    wiped.signal as wiped_days
from mart.tutors as tutor
left join review.signals as late
    on tutor.tutor_id = late.tutor_id and late.signal = 'late_sessions'
left join review.signals as wiped
    on tutor.tutor_id = wiped.tutor_id and wiped.signal = 'wiped_days'
where late.signal is null or wiped.signal is null
