-- One row a sound row whose key another row may speak of too, be it tonight or from before.

select
    position,
    file_index,
    row_key,
    version_at,
    row_hash,
    delivery_id,
    line,
    warned
from arrived
where reason is null and position in (select alike.position from alike)
