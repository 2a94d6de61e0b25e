-- One row a student's word about these tutors, as last delivered: shown, never scored.

select
    feedback.tutor_id,
    feedback.feedback_id,
    feedback.session_id,
    feedback.rating,
    feedback.text,
    strftime(feedback.given_at at time zone $timezone, '%Y-%m-%d') as given
from raw.feedback as feedback
where feedback.tutor_id in (select unnest($tutors))
qualify
    row_number() over (
        partition by feedback.feedback_id order by feedback.delivery_id desc, feedback.line desc
    ) = 1
order by feedback.tutor_id asc, feedback.given_at desc, feedback.feedback_id asc
