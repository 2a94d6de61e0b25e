"""What Dagster sees: contracts and promises as asset checks, one step for what one step makes.

A blocking check stops what is downstream of its table. The resources are `warehouse`, whose
`open()` gives an object with `con`, and `night`, whose `check_parameters()` gives what
`limits.toml` asks for.
"""

import json
from collections.abc import Iterator, Sequence

import dagster as dg

from quality import gate, measures
from quality.gate import CheckResult, Promise


def make_checks(*tables: str, step: str = "") -> dg.AssetChecksDefinition:
    """Make the asset checks of tables that one step makes, as one step.

    What they find is recorded even where it stops the night.

    Args:
        tables: The tables, with their schema, which are also the assets' keys.
        step: Name of the step that makes them; that of the first table without.

    Raises:
        KeyError: There is no such table.
    """
    checks = [check for table in tables for check in gate.checks_of(table)]

    @dg.multi_asset_check(
        name=f"{step or tables[0].replace('.', '_')}_quality",
        specs=[_spec(check, tables) for check in checks],
        can_subset=True,
        required_resource_keys={"warehouse", "night"},
        description=f"What must be true of {', '.join(tables)} before anything is made of it.",
    )
    def quality_of_tables(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        asked = context.selected_asset_check_keys
        parameters = context.resources.night.check_parameters()
        only = {f"{'.'.join(one.asset_key.path)} {one.name}" for one in asked}
        with context.resources.warehouse.open() as opened:
            results = gate.run_checks(opened.con, tables, parameters, only=only)
            gate.record(opened.con, results)
        yield from map(asset_check_result, results)

    return quality_of_tables


def asset_check_result(result: CheckResult) -> dg.AssetCheckResult:
    """Say a result as Dagster says it: figures, rows and remedy as metadata."""
    return dg.AssetCheckResult(
        asset_key=key_of(result.table_name),
        check_name=result.check_name,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if result.blocking else dg.AssetCheckSeverity.WARN,
        description=result.observed,
        metadata={
            "observed": result.observed,
            "unexpected": result.unexpected,
            "samples": dg.MetadataValue.json(json.loads(result.samples)),
            "remedy": result.remedy,
        },
    )


def key_of(table: str) -> dg.AssetKey:
    """Give the asset key of a table: its schema and name."""
    return dg.AssetKey(table.split("."))


def _spec(check: Promise, beside: Sequence[str]) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        check.name,
        asset=key_of(check.table),
        description=f"{check.why} What to do when it is red: {check.remedy}",
        blocking=check.blocking,
        additional_deps=[
            key_of(table)
            for table in measures.beneath(check.reads)
            if table in gate.CHECKED_TABLES
            and table not in beside
            and not table.startswith("policy.")
        ],
    )
