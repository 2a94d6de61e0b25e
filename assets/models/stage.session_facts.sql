-- One row a touched session: what the logs say of it by tonight, before anyone judges.
-- The latest version of the session counts, the earliest cancellation that was not taken back, and
-- a session that ran was not cancelled. A session that only a cancellation knows is rebuilt from
-- it. An event or message belongs to the session that its latest version names. A session is judged
-- by the text in force on the day of its event, in its tutor's market; one that ran, on its start.

with touched as (
    select session_id from stage.touched_sessions
),

seen as (
    select
        session_id,
        least(min(scheduled_start), min(original_start)) as earliest_start,
        min(known_at) filter (where status = 'scheduled') as booked_known_at,
        min(known_at) filter (where status = 'completed') as completed_known_at,
        min(known_at) filter (where status = 'cancelled') as cancelled_known_at,
        min(known_at) filter (where status = 'no_show_tutor') as no_show_known_at,
        min(known_at) filter (where status = 'no_show_student') as student_no_show_known_at,
        min(known_at) filter (where status = 'interrupted') as interrupted_known_at
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (select touched.session_id from touched)
    group by session_id
),

newest_session as (
    select session.*
    from raw.sessions as session
    where
        session.known_at <= $known_until
        and session.session_id in (select touched.session_id from touched)
    qualify
        row_number() over (
            partition by session.session_id
            order by session.updated_at desc nulls last, session.delivery_id desc, session.line desc
        ) = 1
),

session_version as (
    select
        session.session_id,
        session.tutor_id,
        session.student_id,
        session.subject,
        session.booked_at,
        session.scheduled_start,
        seen.earliest_start,
        session.duration_minutes,
        session.status,
        session.kind,
        session.first_with_student,
        session.inside_availability,
        session.minutes_late,
        session.delivery_id as session_delivery,
        session.line as session_line,
        case session.status
            when 'completed' then seen.completed_known_at
            when 'cancelled' then seen.cancelled_known_at
            when 'no_show_tutor' then seen.no_show_known_at
            when 'no_show_student' then seen.student_no_show_known_at
            when 'interrupted' then seen.interrupted_known_at
            else seen.booked_known_at
        end as status_known_at
    from newest_session as session
    inner join seen on session.session_id = seen.session_id
),

touched_event as (
    select distinct event_id
    from raw.cancellations
    where session_id in (select touched.session_id from touched)
),

newest_version as (
    select
        cancellation.*,
        min(cancellation.known_at) over (partition by cancellation.event_id) as first_known_at
    from raw.cancellations as cancellation
    where
        cancellation.known_at <= $known_until
        and cancellation.event_id in (select touched_event.event_id from touched_event)
    qualify
        row_number() over (
            partition by cancellation.event_id
            order by
                cancellation.received_at desc nulls last,
                cancellation.delivery_id desc,
                cancellation.line desc
        ) = 1
),

event_version as (
    select * from newest_version
    where session_id in (select touched.session_id from touched)
),

event_count as (
    select
        session_id,
        count(*) as cancellation_rows
    from event_version
    group by session_id
),

standing as (
    select
        event_version.*,
        kind = 'rescheduled' and rescheduled_to_session_id is null as moved_in_place
    from event_version
    where withdrawn_at is null or withdrawn_at > $known_until
    qualify
        row_number() over (
            partition by
                session_id,
                kind = 'rescheduled' and rescheduled_to_session_id is null
            order by cancelled_at nulls last, event_id
        ) = 1
),

replacement as (
    select distinct session_id
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (
            select standing.rescheduled_to_session_id from standing
            where standing.rescheduled_to_session_id is not null
        )
),

ending as (
    select
        standing.*,
        replacement.session_id is not null as agreed
    from standing
    left join replacement on standing.rescheduled_to_session_id = replacement.session_id
    where not standing.moved_in_place
),

move as (
    select * from standing
    where moved_in_place
),

booked as (
    select * from session_version
    union all
    select
        session_id,
        tutor_id,
        null as student_id,
        null as subject,
        null as booked_at,
        scheduled_start,
        scheduled_start as earliest_start,
        null as duration_minutes,
        'cancelled' as status,
        null as kind,
        null as first_with_student,
        null as inside_availability,
        null as minutes_late,
        null as session_delivery,
        null as session_line,
        first_known_at as status_known_at
    from ending
    where
        tutor_id is not null
        and scheduled_start is not null
        and session_id not in (select seen.session_id from seen)
),

message as (
    select
        contact.contact_id,
        contact.session_id,
        contact.contacted_at,
        contact.reason_code
    from raw.contacts as contact
    where
        contact.known_at <= $known_until
        and contact.contact_id in (
            select named.contact_id from raw.contacts as named
            where named.session_id in (select touched.session_id from touched)
        )
    qualify
        row_number() over (
            partition by contact.contact_id
            order by contact.decided_at desc nulls last, contact.delivery_id desc, contact.line desc
        ) = 1
),

told as (
    select
        session_id,
        arg_min(reason_code, (contacted_at, contact_id)) as reason_code,
        min(contacted_at) as told_at
    from message
    where session_id in (select touched.session_id from touched)
    group by session_id
),

roster as (
    select
        tutor_id,
        timezone
    from raw.tutors
    where known_at <= $known_until
    qualify row_number() over (partition by tutor_id order by delivery_id desc, line desc) = 1
),

claimed as (
    select
        roster.tutor_id,
        arg_min(market.market, market.rank) as market
    from roster
    inner join policy.markets as market on regexp_matches(roster.timezone, market.pattern)
    group by roster.tutor_id
),

met as (
    select
        booked.*,
        ending.kind as ending_kind,
        move.session_id is not null as was_moved,
        case
            when $by_text_of_tonight then $as_of
            else (
                coalesce(
                    case
                        when booked.status in ('cancelled', 'scheduled', 'interrupted')
                            then ending.cancelled_at
                        else null
                    end,
                    case
                        when booked.status = 'cancelled' and ending.session_id is null
                            then move.cancelled_at
                        else null
                    end,
                    booked.scheduled_start
                ) at time zone $timezone
            )::date
        end as text_day,
        roster.timezone as tutor_zone,
        coalesce(claimed.market, '') as market,
        coalesce(event_count.cancellation_rows, 0) as cancellation_rows,
        told.told_at,
        told.reason_code as told_reason
    from booked
    left join ending on booked.session_id = ending.session_id
    left join move on booked.session_id = move.session_id
    left join event_count on booked.session_id = event_count.session_id
    left join told on booked.session_id = told.session_id
    left join roster on booked.tutor_id = roster.tutor_id
    left join claimed on booked.tutor_id = claimed.tutor_id
),

happened as (
    select
        met.*,
        terms.variant,
        terms.timezone as variant_zone,
        terms.line_seconds,
        terms.from_earliest_start,
        terms.from_told,
        terms.in_working_hours,
        case
            when
                met.scheduled_start > $known_until
                and met.status not in ('cancelled', 'scheduled')
                then 'upcoming'
            when met.status = 'completed' and met.was_moved then terms.moved_and_held
            when met.status = 'completed' then 'completed'
            when met.status = 'no_show_tutor' then 'no_show'
            when met.status = 'no_show_student' then 'no_show_student'
            when met.status = 'interrupted' then 'interrupted'
            when met.ending_kind is not null then met.ending_kind
            when met.status = 'cancelled' and met.was_moved then 'rescheduled'
            when met.status = 'cancelled' then 'cancelled'
            when met.scheduled_start > $known_until then 'upcoming'
            else 'unreported'
        end as event
    from met
    inner join policy.texts as text
        on
            met.market = text.market
            and met.text_day >= text.from_day
            and met.text_day < text.until_day
    inner join policy.terms as terms on text.variant = terms.variant
),

ended as (
    select
        happened.*,
        coalesce(ending.initiator, move.initiator) as row_initiator,
        coalesce(ending.on_behalf_of, move.on_behalf_of) as on_behalf_of,
        coalesce(ending.cancelled_at, move.cancelled_at) as cancelled_at,
        coalesce(ending.precision, move.precision) as precision,
        coalesce(ending.channel, move.channel) as channel,
        coalesce(ending.reason_code, move.reason_code) as row_reason,
        coalesce(ending.reason_text, move.reason_text) as reason_text,
        coalesce(ending.recorded_by, move.recorded_by) as recorded_by,
        coalesce(
            ending.first_known_at,
            move.first_known_at,
            happened.status_known_at
        ) as reported_at,
        ending.rescheduled_to_session_id,
        coalesce(ending.agreed, false) as agreed,
        coalesce(ending.delivery_id, move.delivery_id) as cancellation_delivery,
        coalesce(ending.line, move.line) as cancellation_line
    from happened
    left join ending
        on
            happened.session_id = ending.session_id
            and happened.status not in ('completed', 'no_show_tutor', 'no_show_student')
    left join move
        on
            happened.session_id = move.session_id
            and ending.session_id is null
            and happened.event = 'rescheduled'
),

noticed as (
    select
        ended.*,
        case
            when ended.from_told and ended.told_at < ended.cancelled_at then ended.told_at
            when ended.from_told then coalesce(ended.cancelled_at, ended.told_at)
            else ended.cancelled_at
        end as noticed_at,
        case
            when ended.from_earliest_start then ended.earliest_start
            else ended.scheduled_start
        end as due_at
    from ended
),

timed as (
    select
        noticed.*,
        case
            when noticed.event not in ('cancelled', 'rescheduled') then null
            when noticed.in_working_hours and noticed.noticed_at <= noticed.due_at
                then
                    floor(
                        (
                            (due_day.worked_before - notice_day.worked_before) * 1000000
                            + epoch_us(
                                least(
                                    greatest(noticed.due_at, due_day.opens_at), due_day.closes_at
                                )
                            )
                            - epoch_us(due_day.opens_at)
                            - epoch_us(
                                least(
                                    greatest(noticed.noticed_at, notice_day.opens_at),
                                    notice_day.closes_at
                                )
                            )
                            + epoch_us(notice_day.opens_at)
                        ) / 1000000
                    )::bigint
            else
                floor(
                    (epoch_us(noticed.due_at) - epoch_us(noticed.noticed_at)) / 1000000
                )::bigint
        end as notice_seconds
    from noticed
    left join policy.working_days as due_day
        on
            noticed.in_working_hours
            and noticed.variant = due_day.variant
            and (noticed.due_at at time zone noticed.variant_zone)::date = due_day.day
    left join policy.working_days as notice_day
        on
            noticed.in_working_hours
            and noticed.variant = notice_day.variant
            and (noticed.noticed_at at time zone noticed.variant_zone)::date = notice_day.day
)

select
    timed.session_id,
    timed.tutor_id,
    timed.student_id,
    timed.subject,
    timed.booked_at,
    timed.scheduled_start,
    timed.earliest_start,
    (timed.scheduled_start at time zone timed.variant_zone)::date as session_day,
    timed.duration_minutes,
    timed.kind,
    timed.first_with_student,
    timed.inside_availability,
    timed.minutes_late,
    timed.event,
    case
        when timed.event in ('cancelled', 'rescheduled')
            then coalesce(timed.row_initiator, 'unknown')
        when timed.event = 'no_show' then 'tutor'
        when timed.event = 'no_show_student' then 'student'
        when timed.event = 'interrupted' and timed.row_initiator is not null
            then timed.row_initiator
        when timed.event = 'interrupted' and timed.told_at is not null then 'tutor'
        when timed.event = 'interrupted' then 'unknown'
        else null
    end as initiator,
    timed.on_behalf_of,
    case
        when timed.event in ('cancelled', 'rescheduled', 'interrupted') then timed.cancelled_at
        else null
    end as cancelled_at,
    timed.notice_seconds,
    case
        when timed.event not in ('cancelled', 'rescheduled') then 'none'
        when timed.notice_seconds is null then 'unknown'
        when timed.cancelled_at is null or timed.noticed_at < timed.cancelled_at then 'exact'
        when timed.precision = 'day' and abs(timed.notice_seconds - timed.line_seconds) < 86400
            then 'uncertain'
        when timed.precision = 'minute' and abs(timed.notice_seconds - timed.line_seconds) < 60
            then 'uncertain'
        else 'exact'
    end as notice,
    timed.channel,
    timed.recorded_by,
    timed.told_at,
    coalesce(timed.row_reason, timed.told_reason) as reason_code,
    timed.reason_text,
    timed.rescheduled_to_session_id,
    timed.agreed,
    timed.cancellation_rows,
    timed.reported_at,
    timed.variant,
    timed.market,
    timed.tutor_zone,
    timed.session_delivery,
    timed.session_line,
    timed.cancellation_delivery,
    timed.cancellation_line
from timed
