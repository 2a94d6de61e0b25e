-- One row a late session of a tutor of note, excused ones included, as far back as is told of.

select
    tutor.number,
    session.session_id,
    session.student_id,
    session.session_day as day,
    session.excused,
    coalesce(weight.is_incident, false) as is_incident
from core.session_outcomes as session
inner join stage.evidence_tutors as tutor on session.tutor_id = tutor.tutor_id
inner join stage.evidence_noted as noted on tutor.number = noted.number
inner join policy.texts as text
    on
        session.market = text.market
        and text.from_day <= $as_of
        and text.until_day > $as_of
inner join core.tutor_days as at_place
    on session.tutor_id = at_place.tutor_id and session.session_day = at_place.day
left join policy.outcomes as counted
    on text.variant = counted.variant and session.outcome = counted.outcome
left join stage.exposure_weights as weight
    on session.session_day = weight.day and at_place.place = weight.place
where
    session.session_day >= noted.since
    and session.session_day <= $as_of
    and (session.in_late or (session.excused and counted.in_late))
