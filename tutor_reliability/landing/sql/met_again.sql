-- One row a sound row of tonight whose key has been landed before.

select arrived.position
from arrived
semi join known on arrived.row_key = known.row_key
where arrived.reason is null
