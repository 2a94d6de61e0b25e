"""The domain: how reliable each tutor is, how sure we are, and who should look at whom.

Nothing here knows Dagster, Plotly or Great Expectations. What people see is in `dashboards`, how
it runs each night is in `pipelines`.
"""

import os

# Matrices here are tiny: threads of the linear algebra only wait for each other, and on a busy
# machine that was five times the work itself. It is read once, when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
