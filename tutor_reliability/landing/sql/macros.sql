-- How a delivered text is read, and what is said where it cannot be. Reading gives null for what
-- is not exactly of its kind: nothing is guessed. `written` is the text as delivered.
-- Nothing here may ask a table or use `in`: the engine would join, and lose the order of the rows.

create or replace temp macro has_offset(written) as (
    case
        when strlen(written) = 20 and suffix(written, 'Z') then true
        else regexp_full_match(
            written,
            '\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC|[+-](0\d|1[0-4])(:?[0-5]\d)?)'
        )
    end
);

create or replace temp macro is_local(written) as (
    regexp_full_match(written, '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?')
);

-- Seconds where they were left out; DuckDB before 2.0 asks for them.
create or replace temp macro with_seconds(written) as (
    case
        when strlen(written) = 20 or substr(written, 17, 1) = ':' then written
        else regexp_replace(written, '^(.{16})', '\1:00')
    end
);

-- A local time in its zone; null where the clock skipped it or showed it twice. `changes` are the
-- days on which that can be.
create or replace temp macro in_zone(naive, zone, changes) as (
    case
        when list_position(changes, naive::date) is null then timezone(zone, naive)
        when timezone(zone, timezone(zone, naive)) <> naive then null
        when timezone(zone, timezone(zone, naive) + interval 1 hour) = naive then null
        when timezone(zone, timezone(zone, naive) - interval 1 hour) = naive then null
        else timezone(zone, naive)
    end
);

-- Three ways to read a time: only with its offset; else in the source's zone; always in that zone.
create or replace temp macro read_offset(written) as (
    case
        when strlen(written) = 20 and suffix(written, 'Z') then try_cast(written as timestamptz)
        when has_offset(written) then try_cast(with_seconds(written) as timestamptz)
        else null
    end
);

create or replace temp macro read_either(written, zone, changes) as (
    case
        when has_offset(written) then try_cast(with_seconds(written) as timestamptz)
        when is_local(written)
            then in_zone(try_cast(with_seconds(written) as timestamp), zone, changes)
        else null
    end
);

create or replace temp macro read_overridden(written, zone, changes) as (
    case
        when has_offset(written) or is_local(written)
            then in_zone(try_cast(with_seconds(written) as timestamp), zone, changes)
        else null
    end
);

create or replace temp macro read_date(written) as (
    case when has_offset(written) or is_local(written) then try_cast(written as date) else null end
);

create or replace temp macro read_number(written) as (
    case when isfinite(try_cast(written as double)) then try_cast(written as double) else null end
);

create or replace temp macro read_whole(written) as (
    case
        when regexp_full_match(written, '[+-]?\d{1,9}(\.0+)?') then try_cast(written as double)
        else null
    end
);

create or replace temp macro read_native_whole(number) as (
    case when number between -999999999 and 999999999 then number::double else null end
);

-- Whether a time was written without a time of day, or with midnight, in whatever zone.
create or replace temp macro at_midnight(written) as (
    case
        when strlen(written) = 20 then substr(written, 12, 8) = '00:00:00'
        else regexp_full_match(written, '.{10}([T ]00:00(:00(\.0+)?)?(Z| UTC|[+-].*)?)?')
    end
);

create or replace temp macro renamed(written, delivered, canonical) as (
    coalesce(canonical[list_position(delivered, coalesce(written, ''))], written)
);

create or replace temp macro scientific(written) as (
    contains(written, '+') and regexp_full_match(written, '-?\d(\.\d+)?[eE]\+\d+')
);

create or replace temp macro fault(reason, column_name, written, expected) as (
    struct_pack(
        reason := reason,
        detail := column_name || ' is ''' || written || ''': expected ' || expected
    )
);

create or replace temp macro fault_empty(column_name) as (
    struct_pack(
        reason := 'missing_value',
        detail := column_name || ' is empty: expected a value'
    )
);

create or replace temp macro fault_of_time(column_name, written, zone) as (
    case
        when not (is_local(written) or has_offset(written))
            then fault('bad_time', column_name, written, 'a time such as 2026-03-01T10:00:00Z')
        when try_cast(written as timestamp) is null
            then fault('bad_time', column_name, written, 'a time such as 2026-03-01T10:00:00Z')
        when zone is null
            then fault('no_offset', column_name, written, 'an offset, such as Z or +01:00')
        else fault('clock_change', column_name, written, 'a time that the clock showed once')
    end
);

create or replace temp macro read_flag(written) as (
    try_cast(written as boolean)
);
