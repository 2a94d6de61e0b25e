-- What landing wrote down beside the files: broken lines, and the text of rejected rows.

select *  -- noqa: AM04
from read_csv(
    $file,
    auto_detect = false,
    header = false,
    columns = $columns,
    delim = ',',
    quote = '"',
    escape = '"',
    new_line = '\n',
    max_line_size = $max_row_bytes
)
