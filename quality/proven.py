"""What need not be looked at again: rows of tables that only grow, once they kept their contract.

The key of such a table begins with its delivery, a delivery lands once, and no row of it changes
what the contract speaks of. So a row that kept the contract keeps it, until the contract changes.
"""

import hashlib

import duckdb

from quality import contracts
from tutor_reliability.tables import PROVEN

NOTHING = -(2**31)
"""Below every delivery, those too whose number is broken."""


def up_to(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Give the newest delivery whose rows are proven to keep the contract of today."""
    if not contracts.only_grows(table):
        return NOTHING
    found = con.execute(
        f"select delivery_id from {PROVEN.name} "  # noqa: S608 -- the contract's own name
        "where table_name = $table and fingerprint = $fingerprint",
        {"table": table, "fingerprint": fingerprint(table)},
    ).fetchall()
    return int(found[0][0]) if found else NOTHING


def remember(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Write down that all rows of a table keep its contract now."""
    con.execute(
        f"""
        merge into {PROVEN.name} as old
        using (
            select
                $table as table_name,
                $fingerprint as fingerprint,
                coalesce(max(delivery_id), {NOTHING})::integer as delivery_id
            from {table}
        ) as new on old.table_name = new.table_name
        when matched then update set fingerprint = new.fingerprint, delivery_id = new.delivery_id
        when not matched then insert (table_name, fingerprint, delivery_id)
            values (new.table_name, new.fingerprint, new.delivery_id)
        """,  # noqa: S608 -- names of contracts
        {"table": table, "fingerprint": fingerprint(table)},
    )


def fingerprint(table: str) -> str:
    """Name the contract of a table by all that its checks say."""
    text = "\n".join(one.sql for one in contracts.of_table(table))
    return hashlib.sha256(text.encode()).hexdigest()
