-- One row a file that is being landed: its delivery, and where its rows stand among those read.

select
    unnest($file_index) as file_index,
    unnest($delivery_id) as delivery_id,
    unnest($file) as file,
    unnest($sha256) as sha256,
    unnest($dated::date[]) as dated,
    unnest($known_from::timestamptz[]) as known_from,
    unnest($first_position) as first_position,
    unnest($first_line) as first_line,
    unnest($broken) as broken,
    null::varchar as precision
