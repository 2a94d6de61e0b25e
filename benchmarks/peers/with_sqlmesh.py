"""The job in SQLMesh: a model a table, audits beside them, DuckDB beneath."""

import os
import shutil
from pathlib import Path

os.environ["SQLMESH__DISABLE_ANONYMIZED_ANALYTICS"] = "true"

import duckdb
from sqlmesh import Context
from sqlmesh.core.config import (
    Config,
    DuckDBConnectionConfig,
    GatewayConfig,
    ModelDefaultsConfig,
)

PROJECT = Path(__file__).parent / "with_sqlmesh"


def night(logs: str, out: str) -> None:
    """Plan and build all models, and run their audits."""
    home = Path(out)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    warehouse = DuckDBConnectionConfig(
        database=str(home / "tables.duckdb"),
        connector_config={"TimeZone": "UTC", "preserve_insertion_order": False},
        concurrent_tasks=1,
    )
    state = DuckDBConnectionConfig(database=str(home / "state.duckdb"), concurrent_tasks=1)
    config = Config(
        gateways={"night": GatewayConfig(connection=warehouse, state_connection=state)},
        default_gateway="night",
        model_defaults=ModelDefaultsConfig(dialect="duckdb", start="2026-10-31"),
        variables={"logs": logs},
        cache_dir=str(home / "cache"),
    )
    context = Context(paths=PROJECT, config=config)
    context.plan(auto_apply=True, no_prompts=True)
    context.close()
    with duckdb.connect(home / "tables.duckdb") as con:
        for table in ("tutor_rates", "rejected_rows"):
            con.execute(f"copy night.{table} to '{home}/{table}.parquet' (format parquet)")
