-- One row a rejected row of Parquet files, as JSON; the others are left behind before it is made.

with wanted as (
    select
        file_index,
        line - 1 as file_row_number
    from arrived
    where reason is not null
),

delivered as (
    select
        row_as_delivered.file_index,
        row_as_delivered.file_row_number,
        row_as_delivered  -- noqa: RF02
    from read_parquet($files, file_row_number = true, hive_partitioning = false) as row_as_delivered
    semi join wanted using (file_index, file_row_number)
)

select
    file_index,
    file_row_number + 1 as line,
    to_json(row_as_delivered)::varchar as row
from delivered
