"""The gate between landing and flagging: run the checks, record what they found, tell its state.

Nothing here imports Great Expectations before a check runs. The promises are read in `promises`,
the contracts made in `contracts`, the numbers in `limits.toml`.

What all checks of a night cost, in CPU seconds: about half a second for the tables alone (0.02
each, whatever it holds). Of rows that were proven once and not written since most checks ask
nothing: see `proven` and `narrow`.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

import duckdb

from quality import contracts, limits, measures, narrow, promises, proven
from quality.promises import Promise
from tutor_reliability.tables import CHECK_RESULTS, TABLES

__all__ = [
    "CHECKED_TABLES",
    "BrokenCheckError",
    "CheckResult",
    "Promise",
    "checks_of",
    "failed",
    "record",
    "run_checks",
    "state",
    "warned",
]

CHECKED_TABLES = tuple(name for name in TABLES if TABLES[name].schema != CHECK_RESULTS.schema)
SAMPLES = 5
_LONGEST_TEXT = 200


class BrokenCheckError(RuntimeError):
    """A check that could not be evaluated: our bug, never a verdict about the data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found tonight: one row of quality.results."""

    table_name: str
    check_name: str
    kind: str
    why: str
    remedy: str
    blocking: bool
    passed: bool
    unexpected: int
    observed: str
    samples: str


def checks_of(table: str) -> tuple[Promise, ...]:
    """Give all that must hold of a table: its contracts, then its promises.

    Raises:
        KeyError: There is no such table.
    """
    own = tuple(promise for promise in promises.load() if promise.table == table)
    return contracts.of_table(table) + own


def run_checks(
    con: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    parameters: Mapping[str, object],
    *,
    only: Collection[str] | None = None,
) -> list[CheckResult]:
    """Run the checks of some tables on an open connection.

    A table whose columns are not those of the contract fails that contract; what else cannot be
    evaluated for that reason is left out.

    Args:
        con: Open connection to the warehouse.
        tables: Tables to check, with their schema.
        parameters: What the night brings, see `limits.toml`; it may bring limits of its own.
        only: The checks to run, each as "table name"; all without.

    Returns:
        One result a check that ran, in order of tables, contracts first.

    Raises:
        KeyError: There is no such table, or the night lacks a parameter.
        BrokenCheckError: A check could not be evaluated; says nothing about the data.
    """
    values = limits.values(parameters)
    asked = {
        table: [check for check in checks_of(table) if only is None or check.label in only]
        for table in tables
    }
    read = {one for checks in asked.values() for check in checks for one in check.reads}
    unmeasured = measures.take(con, read, values)
    results = []
    for table, checks in asked.items():
        newest = proven.up_to(con, table)
        bound = {**values, contracts.PROVEN: newest}
        asking = narrow.Narrow(con, table, newest, bound)
        found = _judge(con, table, asking.checks(checks), bound, unmeasured)
        if _is_proven(table, found):
            proven.remember(con, table)
            asking.forget()
        results += found
    return results


def _is_proven(table: str, results: Sequence[CheckResult]) -> bool:
    kept = {one.check_name for one in results if one.passed}
    stated = narrow.of_rows(table)
    return bool(stated) and all(one.name in kept for one in stated)


def _judge(
    con: duckdb.DuckDBPyConnection,
    table: str,
    checks: Sequence[Promise],
    values: Mapping[str, object],
    unmeasured: Mapping[str, str],
) -> list[CheckResult]:
    if not checks:
        return []
    from quality import expectations  # noqa: PLC0415 -- seconds of import, for this step alone

    blind = {
        check.name: unmeasured[one] for check in checks for one in check.reads if one in unmeasured
    }
    seeing = [check for check in checks if check.name not in blind]
    judgement = expectations.judge(con, table, seeing, values)
    errors = blind | judgement.errors
    if errors and not judgement.broken.get(contracts.COLUMNS):
        name, error = next(iter(errors.items()))
        raise BrokenCheckError(f"{table} {name}: cannot be evaluated: {error}")
    return [
        _result(con, check, judgement.broken[check.name], values)
        for check in checks
        if check.name not in errors
    ]


def _result(
    con: duckdb.DuckDBPyConnection, check: Promise, broken: int, values: Mapping[str, object]
) -> CheckResult:
    samples = _samples(con, check, values) if broken else []
    return CheckResult(
        table_name=check.table,
        check_name=check.name,
        kind=check.kind,
        why=check.why,
        remedy=check.remedy,
        blocking=check.blocking,
        passed=broken == 0,
        unexpected=broken,
        observed=_words(broken, samples),
        samples=json.dumps(samples, ensure_ascii=False, allow_nan=False),
    )


def _samples(
    con: duckdb.DuckDBPyConnection, check: Promise, values: Mapping[str, object]
) -> list[dict[str, object]]:
    sql = f"""
        select cast(to_json(broken) as varchar) as sample from ({check.sql}) as broken
        order by sample limit {SAMPLES}
    """  # noqa: S608 -- a check is one bare select
    bound = {name: values[name] for name in check.parameters}
    try:
        found = con.execute(sql, bound or None).fetchall()
    except duckdb.Error as error:
        raise BrokenCheckError(f"{check.label}: its rows cannot be shown: {error}") from error
    return [{key: _short(value) for key, value in json.loads(row).items()} for (row,) in found]


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return value[: _LONGEST_TEXT - 1] + "…"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _words(broken: int, samples: Sequence[Mapping[str, object]]) -> str:
    if not broken:
        return "no row breaks it"
    figures = ", ".join(f"{key} {_said(value)}" for key, value in samples[0].items())
    return f"{broken:,} row{' breaks' if broken == 1 else 's break'} it, such as {figures}"


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return "unknown" if value is None else str(value)


def state(results: Sequence[CheckResult]) -> str:
    """Tell the state of the gate: 'red' stops flagging, 'amber' is warnings only, else 'green'."""
    if failed(results):
        return "red"
    return "amber" if warned(results) else "green"


def failed(results: Sequence[CheckResult]) -> list[str]:
    """Name the blocking checks that do not hold, as 'table check'."""
    return [_label(one) for one in results if one.blocking and not one.passed]


def warned(results: Sequence[CheckResult]) -> list[str]:
    """Name the checks that do not hold and only warn, as 'table check'."""
    return [_label(one) for one in results if not one.blocking and not one.passed]


def _label(result: CheckResult) -> str:
    return f"{result.table_name} {result.check_name}"


def record(con: duckdb.DuckDBPyConnection, results: Sequence[CheckResult]) -> int:
    """Write results into quality.results, in one statement.

    A result replaces the one of the same check. Rows of the same tables for checks that no longer
    exist go away; what was not run this time stays.

    Returns:
        Rows written.
    """
    tables = sorted({one.table_name for one in results})
    known = [[table, check.name] for table in tables for check in checks_of(table)]
    names = [column.name for column in CHECK_RESULTS.columns]
    con.execute(
        f"""
        merge into {CHECK_RESULTS.name} as old
        using (select unnest(from_json($results, $shape), recursive := true)) as new
        on old.table_name = new.table_name and old.check_name = new.check_name
        when matched then update set {", ".join(f"{name} = new.{name}" for name in names)}
        when not matched then
            insert ({", ".join(names)}) values ({", ".join(f"new.{name}" for name in names)})
        when not matched by source
            and list_contains($tables, old.table_name)
            and not list_contains($known, [old.table_name, old.check_name])
        then delete
        """,  # noqa: S608 -- the contract's own names
        {
            "results": json.dumps([asdict(one) for one in results]),
            "shape": json.dumps([{column.name: column.type for column in CHECK_RESULTS.columns}]),
            "tables": tables,
            "known": known,
        },
    )
    return len(results)
