-- One row a rejected row of Parquet files, as JSON; the others are left behind before it is made.
-- Numbers are asked for before files: by one column the engine passes over what nobody wants.

with wanted as (
    select
        file_index,
        line - 1 as file_row_number
    from rejected
),

delivered as materialized (
    select
        row_as_delivered.file_index,
        row_as_delivered.file_row_number,
        row_as_delivered  -- noqa: RF02
    from read_parquet($files, file_row_number = true, hive_partitioning = false) as row_as_delivered
    where row_as_delivered.file_row_number in (select wanted.file_row_number from wanted)
)

select
    file_index,
    file_row_number + 1 as line,
    to_json(delivered.row_as_delivered)::varchar as row
from delivered
semi join wanted using (file_index, file_row_number)
