-- The rows of JSON lines files, all text: an object or list as JSON.

select
    *,  -- noqa: AM04
    file_index
from read_json(
    $files,
    format = 'newline_delimited',
    records = true,
    columns = $columns,
    compression = $compression,
    maximum_object_size = $max_row_bytes
)
