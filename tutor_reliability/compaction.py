"""Keep the warehouse file near what it holds: copied to a fresh one once it has outgrown that.

DuckDB reuses the room that replaced rows leave, but never gives it back, and small nightly pieces
pack worse than one whole. So a file may be somewhat larger than its rows. Every night needs some of
that room, to write what is new before it lets go of the old: a copy that takes it away only makes
the next night ask for it again. A small file is copied all the same, each night if need be, for
that costs seconds; a large one may be half again as much larger as one night made a packed one.

Readers never notice. The fresh file takes the old one's place in one rename: who holds the old one
open reads it to the end. Who has it open in DuckDB puts the copy off until another night. A killed
run leaves the old one.
"""

from dataclasses import dataclass
from pathlib import Path

from tutor_reliability.errors import HomeBusyError
from tutor_reliability.warehouse import Opened, Warehouse

_SLACK = 0.22
"""The share of its packed size by which a file may be larger; that is known to a few percent."""
_SMALL_BYTES = 256_000_000
"""Up to so large a file is held to that: it is copied in some eight CPU seconds."""
_ROOM = 1.5
"""Times the room that a night needs by which a larger one may be larger, where that is more."""
_FEW_BLOCKS = 8
"""So many blocks more, 2 MB, are nothing to copy a file for."""
_COUNTED = (
    "select coalesce(sum(estimated_size), 0)::bigint from duckdb_tables() "
    "where not internal and schema_name <> 'stage'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """The file as it was when it was copied last, and the room that the night after needed."""

    bytes: int
    rows: int
    room_bytes: int | None


def compact(path: Path, *, small_bytes: int = _SMALL_BYTES) -> bool:
    """Copy a warehouse to a fresh file if it has outgrown its rows; gives whether it did.

    Args:
        path: The file. Where another process has it open, it stays as it is.
        small_bytes: Up to this size no night's room is left to it.
    """
    try:
        with Warehouse(path).open() as opened:
            opened.con.execute("checkpoint")
            if not _has_outgrown(opened, path, small_bytes):
                return False
        return copy_afresh(path)
    except HomeBusyError:
        return False


def copy_afresh(path: Path) -> bool:
    """Copy a warehouse to a fresh file, which takes its place.

    Args:
        path: The file, which nobody has open.

    Raises:
        HomeBusyError: Another process has the file open.
    """
    fresh = path.with_name(f".{path.name}.fresh")
    fresh.unlink(missing_ok=True)
    with Warehouse(path).open() as opened:
        _copy(opened, fresh)
    with Warehouse(fresh).open() as opened:
        (rows,) = opened.row(_COUNTED)
        _remember(opened, _Packed(bytes=fresh.stat().st_size, rows=rows, room_bytes=None))
    fresh.replace(path)
    return True


def _has_outgrown(opened: Opened, path: Path, small_bytes: int) -> bool:
    """Tell whether a file is larger than its rows, and the room of a night, explain."""
    used, block = opened.row("select used_blocks, block_size from pragma_database_size()")
    size, lean = path.stat().st_size, float(used * block)
    packed, room = _last_packed(opened), 0
    if packed:
        (rows,) = opened.row(_COUNTED)
        lean = min(lean, packed.bytes * max(rows / max(packed.rows, 1), 1.0))
        room = packed.room_bytes if packed.room_bytes is not None else max(size - int(lean), 0)
        if packed.room_bytes is None:
            _remember(opened, _Packed(bytes=packed.bytes, rows=packed.rows, room_bytes=room))
    left = _ROOM * room if size > small_bytes else 0.0
    return bool(size > lean + max(_SLACK * lean, left, _FEW_BLOCKS * block))


def _last_packed(opened: Opened) -> _Packed | None:
    found = opened.row("select bytes, rows, room_bytes from core.packed")
    return _Packed(bytes=found[0], rows=found[1], room_bytes=found[2]) if found else None


def _copy(opened: Opened, fresh: Path) -> None:
    """Copy all tables, rows in their order: places and days rely on it."""
    ((name,),) = opened.con.execute("select current_database()").fetchall()
    quoted = str(fresh).replace("'", "''")
    opened.con.execute("set preserve_insertion_order = true")
    opened.con.execute(f"attach '{quoted}' as fresh")
    opened.con.execute(f'copy from database "{name}" to fresh')
    opened.con.execute("detach fresh")
    opened.con.execute("set preserve_insertion_order = false")


def _remember(opened: Opened, packed: _Packed) -> None:
    """Write down how large the rows are when they lie packed."""
    row = {"bytes": packed.bytes, "rows": packed.rows, "room_bytes": packed.room_bytes}
    with opened.transaction():
        opened.fill("core.packed", [row])
    opened.con.execute("checkpoint")
