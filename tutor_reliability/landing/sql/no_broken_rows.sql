-- No line is broken where the engine could read them all.

select
    null::integer as file_index,
    null::bigint as line,
    null::varchar as reason,
    null::varchar as detail,
    null::varchar as row
where false
