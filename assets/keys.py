"""An asset's key is its table's name; its columns are the contract's."""

import dagster as dg

from tutor_reliability.tables import TABLES


def key(table: str) -> dg.AssetKey:
    """Give the key of the asset that makes a table."""
    return dg.AssetKey(table.split("."))


def column_schema(table: str) -> dg.TableSchema:
    """Give a table's columns as Dagster shows them."""
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.type,
                description=column.meaning,
                constraints=dg.TableColumnConstraints(nullable=not column.required),
            )
            for column in TABLES[table].columns
        ]
    )


def spec(table: str, *, reads: tuple[str, ...] = (), group: str) -> dg.AssetSpec:
    """Describe the asset of a table: grain, columns, and what it is made from."""
    return dg.AssetSpec(
        key(table),
        deps=[key(one) for one in reads],
        description=f"{TABLES[table].grain[:1].upper()}{TABLES[table].grain[1:]}.",
        metadata={"dagster/column_schema": column_schema(table), "dagster/table_name": table},
        group_name=group,
        kinds={"duckdb"},
    )


def made(
    table: str, rows: int, **more: dg.MetadataValue | str | float | bool
) -> dg.MaterializeResult:
    """Report that a table was made, with its rows."""
    return dg.MaterializeResult(asset_key=key(table), metadata={"dagster/row_count": rows, **more})
