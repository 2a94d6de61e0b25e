-- One row a cancelled session: the first cancellation that was not taken back.
MODEL (
  name night.cancellations,
  kind FULL,
  audits (unique_values(columns := session_id), not_null(columns := session_id))
);

with newest as (
    select *
    from night.judged_cancellations
    where reason is null
    qualify
        row_number() over (
            partition by event_id
            order by received_at desc nulls last, line desc
        ) = 1
)

select
    session_id,
    cancelled_at,
    initiator,
    on_behalf_of,
    precision
from newest
where
    withdrawn_at is null
    or withdrawn_at >= timestamptz '2026-10-31 00:00:00+00' + interval 1 day
qualify
    row_number() over (
        partition by session_id
        order by cancelled_at nulls last, event_id
    ) = 1
