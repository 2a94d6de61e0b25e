-- The rows of Parquet files, each with its number in the file.

select
    *,  -- noqa: AM04
    file_index
from read_parquet($files, file_row_number = true, hive_partitioning = false)
