-- One row a file that arrived, the newest first: what became of each of its rows.

select
    delivery_id,
    log,
    file,
    sha256,
    received,
    landed,
    duplicate,
    superseded,
    rejected,
    warned,
    source,
    strftime(arrived_after at time zone $timezone, '%Y-%m-%d') as arrived_after,
    landed + duplicate + superseded + rejected = received as adds_up
from raw.deliveries
order by delivery_id desc
