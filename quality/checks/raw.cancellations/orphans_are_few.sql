-- A cancellation without its session, tutor and start is lost: the late rate falls unseen.
-- Each source has its own limit: one that deletes what was cancelled hides behind no other.
-- Remedy: export cancelled and deleted sessions too, or cancellations with their tutor and start.

with visible as (
    select
        event_id,
        session_id,
        min(delivery_id) as delivery_id,
        min(coalesce(cancelled_at, known_at)) as happened_at,
        bool_or(tutor_id is not null and scheduled_start is not null) as can_be_rebuilt
    from raw.cancellations
    where
        known_at <= $known_until
        and coalesce(cancelled_at, known_at)
        > $known_until - to_days(list_max($orphan_windows_days))
    group by event_id, session_id
),

known as (
    select distinct session_id
    from raw.sessions
    where
        known_at <= $known_until
        and session_id in (
            select visible.session_id from visible
            where not visible.can_be_rebuilt
        )
),

traced as (
    select
        visible.happened_at,
        delivery.source,
        coalesce(
            list_extract($orphan_shares, list_position($orphan_sources, delivery.source)),
            $max_orphan_share
        ) as max_share,
        not visible.can_be_rebuilt and known.session_id is null as is_orphan
    from visible
    left join known on visible.session_id = known.session_id
    left join raw.deliveries as delivery on visible.delivery_id = delivery.delivery_id
),

spans as (
    select unnest($orphan_windows_days) as days
)

select
    traced.source,
    spans.days,
    count(*) as cancellations,
    count(*) filter (where traced.is_orphan) as orphans,
    count(*) filter (where traced.is_orphan) / count(*) as share
from traced
inner join spans on traced.happened_at > $known_until - to_days(spans.days)
group by traced.source, spans.days
having count(*) filter (where traced.is_orphan) > any_value(traced.max_share) * count(*)
