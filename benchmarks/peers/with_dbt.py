"""The job in dbt: a model a table, tests beside them, DuckDB beneath."""

import os
import shutil
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

PROJECT = Path(__file__).parent / "with_dbt"


def night(logs: str, out: str) -> None:
    """Build all models and run their tests."""
    home = Path(out)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    os.environ |= {"PEERS_OUT": out, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    where = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
    written = ["--target-path", str(home / "target"), "--log-path", str(home / "logs")]
    done = dbtRunner().invoke(["build", *where, *written, "--vars", f"{{logs: {logs}}}", "--quiet"])
    if not done.success:
        raise RuntimeError(f"dbt build failed: {done.exception or done.result}")
    with duckdb.connect(home / "dbt.duckdb") as con:
        for table in ("tutor_rates", "rejected_rows"):
            con.execute(f"copy {table} to '{home}/{table}.parquet' (format parquet)")
