-- One row a tutor whose zone, by the roster, is another than it was at the last build: the hours of
-- all sessions of such a tutor change with it.

with news as (
    select distinct tutor_id
    from raw.tutors
    where
        known_at <= $known_until
        and (delivery_id > $last_delivery_id or known_at > $last_known_until)
),

version as (
    select
        tutor_id,
        timezone,
        delivery_id,
        line,
        delivery_id <= $last_delivery_id and known_at <= $last_known_until as was_known
    from raw.tutors
    where
        known_at <= $known_until
        and tutor_id in (select news.tutor_id from news)
),

latest as (
    select
        tutor_id,
        arg_max(coalesce(timezone, ''), (delivery_id, line)) as timezone,
        arg_max(coalesce(timezone, ''), (delivery_id, line)) filter (where was_known)
            as earlier_timezone
    from version
    group by tutor_id
)

select tutor_id
from latest
where timezone is distinct from earlier_timezone
