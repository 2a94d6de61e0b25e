-- One row a check of tonight, what needs a person first.

select
    table_name,
    check_name,
    kind,
    why,
    remedy,
    blocking,
    passed,
    unexpected,
    observed,
    samples
from quality.results
order by passed asc, blocking desc, kind desc, table_name asc, check_name asc
