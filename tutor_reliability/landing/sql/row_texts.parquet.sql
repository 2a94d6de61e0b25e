-- One row a rejected row of Parquet files, as JSON.

with rejected as (
    select
        file_index,
        line
    from arrived
    where reason is not null
),

delivered as (
    select
        file_index,
        file_row_number + 1 as line,
        to_json(row_as_delivered) as row
    from read_parquet($files, file_row_number = true, hive_partitioning = false) as row_as_delivered
)

select
    delivered.file_index,
    delivered.line,
    delivered.row::varchar as row
from delivered
semi join rejected using (file_index, line)
