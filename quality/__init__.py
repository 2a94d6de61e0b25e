"""What must be true before anyone is flagged.

`checks/<table>/<promise>.sql` are the promises, `contracts` the ones that follow from
`tutor_reliability.tables`, `measures` what is counted of the logs for them, `limits.toml` the
numbers they are held to, `gate` runs and records them, `expectations` is where Great Expectations
judges, `asset_checks` what Dagster sees.
"""
