"""What need not be looked at again: rows of which a check held once, until they are written again.

The key of a table that only grows begins with its delivery, a delivery lands once, and no row of it
changes what the contract speaks of. Of the tables that are written in place, see `narrow`, it is
said what was written since. Either way what was proven stays so until the checks themselves change.
"""

import hashlib

import duckdb

from quality import contracts, narrow
from tutor_reliability.tables import PROVEN

NOTHING = -(2**31)
"""Below every delivery, those too whose number is broken."""


def up_to(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Give the newest delivery there was when all checks of today, that are of rows, held."""
    if not narrow.of_rows(table):
        return NOTHING
    found = con.execute(
        f"select delivery_id from {PROVEN.name} "  # noqa: S608 -- the contract's own name
        "where table_name = $table and fingerprint = $fingerprint",
        {"table": table, "fingerprint": fingerprint(table)},
    ).fetchall()
    return int(found[0][0]) if found else NOTHING


def remember(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write down that all rows of a table keep its checks now."""
    delivered = table if contracts.only_grows(table) else "raw.deliveries"
    con.execute(
        f"""
        merge into {PROVEN.name} as old
        using (
            select
                $table as table_name,
                $fingerprint as fingerprint,
                coalesce(max(delivery_id), {NOTHING})::integer as delivery_id
            from {delivered}
        ) as new on old.table_name = new.table_name
        when matched then update set fingerprint = new.fingerprint, delivery_id = new.delivery_id
        when not matched then insert (table_name, fingerprint, delivery_id)
            values (new.table_name, new.fingerprint, new.delivery_id)
        """,  # noqa: S608 -- names of contracts
        {"table": table, "fingerprint": fingerprint(table)},
    )


def fingerprint(table: str) -> str:
    """Name what is proven of a table by all that its checks say."""
    text = "\n".join(one.sql for one in narrow.of_rows(table))
    return hashlib.sha256(text.encode()).hexdigest()


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Take nothing for proven: the next checks read all there is."""
    con.execute(f"delete from {PROVEN.name}")  # noqa: S608 -- the contract's own name
