"""Keep the warehouse file as small as what it holds: copied to a fresh one once it outgrew that.

DuckDB reuses the room that replaced rows leave, but never gives it back, and small nightly pieces
pack worse than one whole. Nobody reads the warehouse but the night, so that the fresh file takes
the old one's place in one rename, between two nights; a killed run leaves the old one.
"""

from pathlib import Path

from tutor_reliability.warehouse import Opened, Warehouse

_SLACK = 1.2
"""A file is copied when it is so many times as large as its rows would be if they lay packed."""
_FEW_BLOCKS = 4
"""Less than so many blocks more are nothing to copy a file for."""
_COUNTED = (
    "select coalesce(sum(estimated_size), 0)::bigint from duckdb_tables() "
    "where not internal and schema_name <> 'stage'"
)


def compact(path: Path, *, slack: float = _SLACK) -> bool:
    """Copy a warehouse to a fresh file if it has outgrown its rows; gives whether it did.

    Args:
        path: The file, which nobody has open.
        slack: How many times its packed size it may have.

    Raises:
        HomeBusyError: Another process has the file open.
    """
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.unlink(missing_ok=True)
    with Warehouse(path).open() as opened:
        opened.con.execute("checkpoint")
        if not _has_outgrown(opened, path, slack):
            return False
        _copy(opened, fresh)
    with Warehouse(fresh).open() as opened:
        _remember(opened, fresh)
    fresh.replace(path)
    return True


def _has_outgrown(opened: Opened, path: Path, slack: float) -> bool:
    """Tell whether a file is larger than its rows explain; the first one is taken as packed."""
    used, total, size = opened.row(
        "select used_blocks, total_blocks, block_size from pragma_database_size()"
    )
    if total > max(slack * used, used + _FEW_BLOCKS):
        return True
    found = opened.row("select bytes, rows from core.packed")
    if not found:
        _remember(opened, path)
        return False
    packed_bytes, packed_rows = found
    (rows,) = opened.row(_COUNTED)
    expected: float = packed_bytes * max(rows / max(packed_rows, 1), 1.0)
    return bool(path.stat().st_size > max(slack * expected, expected + _FEW_BLOCKS * size))


def _copy(opened: Opened, fresh: Path) -> None:
    """Copy all tables, rows in their order: places and days rely on it."""
    ((name,),) = opened.con.execute("select current_database()").fetchall()
    quoted = str(fresh).replace("'", "''")
    opened.con.execute("set preserve_insertion_order = true")
    opened.con.execute(f"attach '{quoted}' as fresh")
    opened.con.execute(f'copy from database "{name}" to fresh')
    opened.con.execute("detach fresh")
    opened.con.execute("set preserve_insertion_order = false")


def _remember(opened: Opened, path: Path) -> None:
    """Write down how large the rows are when they lie packed."""
    size = path.stat().st_size
    (rows,) = opened.row(_COUNTED)
    with opened.transaction():
        opened.fill("core.packed", [{"bytes": size, "rows": rows}])
    opened.con.execute("checkpoint")
