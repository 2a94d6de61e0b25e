"""The domain: how reliable each tutor is, how sure we are, and who should look at whom.

Nothing here knows Dagster, Plotly or Great Expectations. What people see is in `dashboards`, how
it runs each night is in `pipelines`.
"""
