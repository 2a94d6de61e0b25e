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

late_name as (
    select
        text.market,
        counted.outcome
    from policy.texts as text
    inner join policy.outcomes as counted on text.variant = counted.variant
    where text.from_day <= $as_of and text.until_day > $as_of and counted.in_late
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
        session.excused and late_name.outcome is not null as late_excused
    from core.session_outcomes as session
    inner join policy.texts as text
        on
            session.market = text.market
            and text.from_day <= $as_of
            and text.until_day > $as_of
    left join late_name
        on
            session.excused
            and session.market = late_name.market
            and session.outcome = late_name.outcome
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
    count(if(outcome.part = 'completed', 1, null))::integer as completed,
    count(if(outcome.in_exposure, 1, null))::integer as exposure,
    count(if(outcome.in_late, 1, null))::integer as late,
    count(if(outcome.late_excused, 1, null))::integer as late_excused,
    count(if(outcome.part = 'cancelled_late', 1, null))::integer as cancelled_late,
    count(if(outcome.part = 'cancelled_in_time', 1, null))::integer as cancelled_in_time,
    count(if(outcome.part = 'cancelled_notice_unknown', 1, null))::integer
        as cancelled_notice_unknown,
    count(if(outcome.part = 'no_show', 1, null))::integer as no_show,
    count(if(outcome.part = 'interrupted', 1, null))::integer as interrupted,
    count(if(outcome.part = 'rebooked', 1, null))::integer as rebooked,
    count(if(outcome.part = 'student', 1, null))::integer as student,
    count(if(outcome.part = 'platform', 1, null))::integer as platform,
    count(if(outcome.part = 'undecided', 1, null))::integer as undecided,
    count(if(outcome.provisional, 1, null))::integer as provisional,
    coalesce(nullif(max(outcome.market), ''), split_part(max(outcome.timezone), '/', 1), '')
        as place,
    count(if(outcome.in_exposure and outcome.band = 'night', 1, null))::integer
        as exposure_night,
    count(if(outcome.in_exposure and outcome.band = 'morning', 1, null))::integer
        as exposure_morning,
    count(if(outcome.in_exposure and outcome.band = 'afternoon', 1, null))::integer
        as exposure_afternoon,
    count(if(outcome.in_exposure and outcome.band = 'evening', 1, null))::integer
        as exposure_evening,
    count(if(outcome.in_late and outcome.band = 'night', 1, null))::integer
        as late_night,
    count(if(outcome.in_late and outcome.band = 'morning', 1, null))::integer
        as late_morning,
    count(if(outcome.in_late and outcome.band = 'afternoon', 1, null))::integer
        as late_afternoon,
    count(if(outcome.in_late and outcome.band = 'evening', 1, null))::integer
        as late_evening,
    count(if(outcome.late_excused and outcome.band = 'night', 1, null))::integer
        as late_excused_night,
    count(if(outcome.late_excused and outcome.band = 'morning', 1, null))::integer
        as late_excused_morning,
    count(if(outcome.late_excused and outcome.band = 'afternoon', 1, null))::integer
        as late_excused_afternoon,
    count(if(outcome.late_excused and outcome.band = 'evening', 1, null))::integer
        as late_excused_evening
from outcome
group by outcome.of_tutor, outcome.session_day
