-- Word of a cancellation that came before it: the sender's clock and the marketplace's differ.
-- Remedy: compare the two clocks; state the zone of the log in the source file.

select
    count(*) as cancellations,
    count(*) filter (where received_at < cancelled_at) as received_before,
    count(*) filter (where received_at < cancelled_at) / count(*) as share,
    median(epoch(cancelled_at - received_at)) filter (where received_at < cancelled_at)
        as seconds_before
from raw.cancellations
where
    known_at <= $known_until
    and received_at > $known_until - to_days($recent_days)
    and cancelled_at is not null
having
    count(*) filter (where received_at < cancelled_at) > $max_early_receipt_share * count(*)
