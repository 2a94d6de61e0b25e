"""The tables: the SQL that makes each one, and what Dagster knows of it.

`models` holds the SQL, `sql` reads it; the other files are the assets, in the order data flows.
"""
