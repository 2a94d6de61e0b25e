"""Great Expectations as the judge: the one module that imports it, and itself imported lazily.

Each promise and each contract is one expectation, each table one suite, pushed down as SQL into
the connection that is already open.

Why one counting expectation for all and not one built-in expectation a column: for raw.sessions
the built-in ones (15) cost 0.68 s of CPU at 1e6 rows and 8.8 s at 1e7; the library's own
unexpected-rows expectation with one select a kind of contract (5) 0.40 s and 5.3 s, as it runs
each select twice; counting only, 0.16 s and 2.7 s. Rows are fetched only where there are any.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import duckdb

from quality import duckdb_dialect
from quality.promises import Promise
from quality.put_off import put_off
from quality.unseen import unseen

# Spark would be imported for nothing: seconds, and warnings on every night. So would what draws
# charts and compares distributions, which no expectation here does: a third of the import.
with unseen("pyspark"), put_off("altair", "scipy.stats"):
    import great_expectations as gx
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.datasource.fluent.interfaces import Batch
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
    from great_expectations.expectations.core.unexpected_rows_expectation import (
        UnexpectedRowsExpectation,
    )

_ROWS = "unexpected_rows_query.row_count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Rows that break each check, by its name, and for those that could not be run, the error."""

    broken: dict[str, int]
    errors: dict[str, str]


class NoRowBreaksIt(UnexpectedRowsExpectation):
    """The library's unexpected-rows expectation, counting the rows instead of fetching 200."""

    metric_dependencies: ClassVar[tuple[str, ...]] = (_ROWS,)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG002
        execution_engine: object = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        rows = int(metrics[_ROWS])
        return {"success": rows == 0, "result": {"observed_value": rows}}


def judge(
    con: duckdb.DuckDBPyConnection,
    table: str,
    promises: Sequence[Promise],
    values: Mapping[str, object],
) -> Judgement:
    """Count the rows that break each promise of a table, one suite in one validation.

    The library reports an expectation it could not run as one that failed; here they are apart.

    Args:
        con: Open connection; its transaction is seen and left alone.
        table: The table, with its schema.
        promises: Promises of that table.
        values: Values of the `$parameters` that they name.
    """
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    suite = gx.ExpectationSuite(table, expectations=[_expectation(one) for one in promises])
    borrowed, batch = _standing()
    with borrowed.borrow(con, values):
        result = batch.validate(suite, result_format="BASIC")
    judgement = Judgement(broken={}, errors={})
    for one in result.results:
        name = _name(one)
        errors = list(_raised(one.exception_info))
        if errors:
            judgement.errors[name] = errors[0]
        else:
            judgement.broken[name] = int(one.result["observed_value"])
    return judgement


def _name(result: ExpectationValidationResult) -> str:
    config = result.expectation_config
    return str((config.meta or {}).get("promise")) if config else ""


@cache
def _standing() -> tuple[duckdb_dialect.Borrowed, Batch]:
    """Make what the library asks for around a suite, once: a context costs as much as ten checks.

    It reaches whatever connection is lent to it at the time. Promises name their tables themselves.
    """
    borrowed = duckdb_dialect.Borrowed()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_sql(
        datasource=SQLDatasource(
            name="warehouse",
            connection_string=duckdb_dialect.URL,
            create_temp_table=False,
            kwargs={"creator": lambda: borrowed},
        )
    )
    asset = source.add_query_asset("lent", query="select 1 as one")
    return borrowed, asset.add_batch_definition_whole_table("whole table").get_batch()


def _expectation(promise: Promise) -> NoRowBreaksIt:
    return NoRowBreaksIt(
        unexpected_rows_query=f"/* {{batch}} */ {literal(promise.sql)}",
        meta={"promise": promise.name},
        description=promise.why,
    )


def literal(sql: str) -> str:
    r"""Write SQL so that it arrives as it is: Great Expectations formats it, SQLAlchemy binds it.

    >>> print(literal("select {'a': 1}, x::date, ':b'"))
    select {{'a'\: 1}}, x::date, '\:b'
    """
    doubled = sql.replace("{", "{{").replace("}", "}}")
    return "::".join(part.replace(":", r"\:") for part in doubled.split("::"))


def _raised(exception_info: Mapping[str, Any]) -> Iterator[str]:
    for info in _infos(exception_info):
        if info.get("raised_exception"):
            yield " ".join(str(info.get("exception_message")).split())


def _infos(exception_info: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    if "raised_exception" in exception_info:
        return [exception_info]
    return [info for info in exception_info.values() if isinstance(info, Mapping)]
