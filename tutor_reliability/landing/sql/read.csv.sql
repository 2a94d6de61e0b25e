-- The rows of CSV files, all text. Columns are named by place, so that no header gets here.

select
    *,  -- noqa: AM04
    file_index
from read_csv(
    $files,
    auto_detect = false,
    header = true,
    columns = $columns,
    delim = ',',
    quote = '"',
    escape = '"',
    new_line = $line_end,
    nullstr = $null_strings,
    compression = $compression,
    max_line_size = $max_row_bytes
)
