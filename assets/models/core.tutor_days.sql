-- One row a tutor and day that changed, or every one: sessions by what became of them, each in one
-- part, and by the hour where the tutor is. A session without a tutor belongs to the unassigned
-- bucket, whose tutor_id is ''. A tutor whose zone nobody knows is taken to live in the policy's.

with roster as (
    select
        tutor_id,
        timezone
    from raw.tutors
    where known_at <= $known_until
    qualify row_number() over (partition by tutor_id order by delivery_id desc, line desc) = 1
),

lives as (
    select
        tutor_id,
        timezone
    from roster
    where list_contains($known_zones, timezone)
),

hour_of_day as (
    select
        hour,
        case
            when hour < 6 then 'night'
            when hour < 12 then 'morning'
            when hour < 18 then 'afternoon'
            else 'evening'
        end as band
    from (
        select unnest(
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]
        ) as hour
    ) as every_hour
),

outcome as (
    select
        coalesce(session.tutor_id, '') as of_tutor,
        session.session_day,
        session.market,
        session.in_exposure,
        session.in_late,
        session.provisional,
        lives.timezone,
        hour_of_day.band,
        case
            when session.cured_by is not null then 'rebooked'
            when session.event = 'completed' then 'completed'
            when session.event = 'unreported' or session.blame = 'needs_review' then 'undecided'
            when session.blame = 'student' then 'student'
            when session.blame in ('platform', 'none') then 'platform'
            when session.event = 'no_show' then 'no_show'
            when session.event = 'interrupted' then 'interrupted'
            when session.is_late then 'cancelled_late'
            when session.notice = 'exact' then 'cancelled_in_time'
            else 'cancelled_notice_unknown'
        end as part,
        session.excused and coalesce(counted.in_late, false) as late_excused
    from core.session_outcomes as session
    inner join policy.texts as text
        on
            session.market = text.market
            and text.from_day <= $as_of
            and text.until_day > $as_of
    left join policy.outcomes as counted
        on text.variant = counted.variant and session.outcome = counted.outcome
    left join lives on session.tutor_id = lives.tutor_id
    inner join hour_of_day
        on
            extract(
                hour from session.scheduled_start
                at time zone coalesce(lives.timezone, $timezone)
            )
            = hour_of_day.hour
    where
        session.session_day between $since and $until
        and (
            $every_day
            or (
                session.session_day in (select stale.day from core.stale_days as stale)
                and (coalesce(session.tutor_id, ''), session.session_day) in (
                    select (stale.tutor_id, stale.day) from core.stale_days as stale
                )
            )
        )
)

select
    outcome.of_tutor as tutor_id,
    outcome.session_day as day,
    count(*)::integer as booked,
    count(*) filter (where outcome.part = 'completed')::integer as completed,
    count(*) filter (where outcome.in_exposure)::integer as exposure,
    count(*) filter (where outcome.in_late)::integer as late,
    count(*) filter (where outcome.late_excused)::integer as late_excused,
    count(*) filter (where outcome.part = 'cancelled_late')::integer as cancelled_late,
    count(*) filter (where outcome.part = 'cancelled_in_time')::integer as cancelled_in_time,
    count(*) filter (where outcome.part = 'cancelled_notice_unknown')::integer
        as cancelled_notice_unknown,
    count(*) filter (where outcome.part = 'no_show')::integer as no_show,
    count(*) filter (where outcome.part = 'interrupted')::integer as interrupted,
    count(*) filter (where outcome.part = 'rebooked')::integer as rebooked,
    count(*) filter (where outcome.part = 'student')::integer as student,
    count(*) filter (where outcome.part = 'platform')::integer as platform,
    count(*) filter (where outcome.part = 'undecided')::integer as undecided,
    count(*) filter (where outcome.provisional)::integer as provisional,
    coalesce(nullif(max(outcome.market), ''), split_part(max(outcome.timezone), '/', 1), '')
        as place,
    count(*) filter (where outcome.in_exposure and outcome.band = 'night')::integer
        as exposure_night,
    count(*) filter (where outcome.in_exposure and outcome.band = 'morning')::integer
        as exposure_morning,
    count(*) filter (where outcome.in_exposure and outcome.band = 'afternoon')::integer
        as exposure_afternoon,
    count(*) filter (where outcome.in_exposure and outcome.band = 'evening')::integer
        as exposure_evening,
    count(*) filter (where outcome.in_late and outcome.band = 'night')::integer
        as late_night,
    count(*) filter (where outcome.in_late and outcome.band = 'morning')::integer
        as late_morning,
    count(*) filter (where outcome.in_late and outcome.band = 'afternoon')::integer
        as late_afternoon,
    count(*) filter (where outcome.in_late and outcome.band = 'evening')::integer
        as late_evening,
    count(*) filter (where outcome.late_excused and outcome.band = 'night')::integer
        as late_excused_night,
    count(*) filter (where outcome.late_excused and outcome.band = 'morning')::integer
        as late_excused_morning,
    count(*) filter (where outcome.late_excused and outcome.band = 'afternoon')::integer
        as late_excused_afternoon,
    count(*) filter (where outcome.late_excused and outcome.band = 'evening')::integer
        as late_excused_evening
from outcome
group by outcome.of_tutor, outcome.session_day
