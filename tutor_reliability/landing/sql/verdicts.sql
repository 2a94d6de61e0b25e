-- One row a contested row that is no news: a duplicate, or superseded by a version known already.
-- A duplicate repeats the last delivered row of its key and version; the version that comes back
-- after another one is news. Of all versions the latest counts, else the latest delivered. A row is
-- superseded only by its own delivery or an earlier one, so that landing many files at once or one
-- a night gives the same.

with every_version as (
    select
        null::bigint as position,
        row_key,
        version_at,
        row_hash,
        delivery_id,
        line
    from known
    where row_key in (select contested.row_key from contested)
    union all
    select
        position,
        row_key,
        version_at,
        row_hash,
        delivery_id,
        line
    from contested
),

compared as (
    select
        *,
        row_hash = lag(row_hash) over (
            partition by row_key, version_at
            order by delivery_id, line
        ) as repeats
    from every_version
),

ranked as (
    select
        position,
        row_key,
        delivery_id,
        row_number() over (
            partition by row_key
            order by version_at nulls first, delivery_id, line
        ) as place
    from compared
    where position is null or repeats is distinct from true
),

overtaken as (
    select
        position,
        place < max(place) over (
            partition by row_key
            order by delivery_id
            range between unbounded preceding and current row
        ) as is_superseded
    from ranked
)

select
    position,
    'duplicate' as verdict
from compared
where position is not null and repeats
union all
select
    position,
    'superseded' as verdict
from overtaken
where position is not null and is_superseded
