-- One row a key that more than one row speaks of, be it tonight or from before.

select row_key
from arrived
where reason is null
group by row_key
having count(*) > 1

union

select row_key
from known
where
    row_key in (
        select arrived.row_key
        from arrived
        where arrived.reason is null
    )
