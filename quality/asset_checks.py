"""What Dagster sees: the contracts and promises of a table as asset checks, one step a table.

A blocking check stops what is downstream of its table. The resources are `warehouse`, whose
`open()` gives an object with `con`, and `night`, whose `check_parameters()` gives what
`limits.toml` asks for.
"""

import json
from collections.abc import Iterator

import dagster as dg

from quality import gate
from quality.gate import CheckResult, Promise


def make_checks(table: str) -> dg.AssetChecksDefinition:
    """Make the asset checks of a table; what they find is recorded even where it stops the night.

    Args:
        table: The table, with its schema, which is also the asset's key.

    Raises:
        KeyError: There is no such table.
    """
    checks = gate.checks_of(table)

    @dg.multi_asset_check(
        name=f"{table.replace('.', '_')}_quality",
        specs=[_spec(check) for check in checks],
        can_subset=True,
        required_resource_keys={"warehouse", "night"},
        description=f"What must be true of {table} before anything is made of it.",
    )
    def quality_of_table(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        asked = {key.name for key in context.selected_asset_check_keys}
        parameters = context.resources.night.check_parameters()
        with context.resources.warehouse.open() as opened:
            results = gate.run_checks(opened.con, [table], parameters, only=asked)
            gate.record(opened.con, results)
        yield from map(asset_check_result, results)

    return quality_of_table


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


def _spec(check: Promise) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        check.name,
        asset=key_of(check.table),
        description=f"{check.why} What to do when it is red: {check.remedy}",
        blocking=check.blocking,
        additional_deps=[key_of(table) for table in check.reads if _is_other_asset(table, check)],
    )


def _is_other_asset(table: str, check: Promise) -> bool:
    """Tell whether a check must wait for another step; the raw tables are made in one."""
    if table == check.table or table not in gate.CHECKED_TABLES:
        return False
    return not (table.startswith("raw.") and check.table.startswith("raw."))
