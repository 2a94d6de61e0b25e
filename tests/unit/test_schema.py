"""Tables are made as the contracts say, down to how ids are packed."""

import pytest

from tutor_reliability.compaction import copy_afresh
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import Warehouse

FETCHED = {table.name: table.fetched for table in TABLES.values() if table.fetched}
PACKED = (
    "select distinct column_name from pragma_storage_info('{table}') "
    "where segment_type = 'VARCHAR' and compression = 'ZSTD' order by 1"
)


@pytest.mark.parametrize("table", FETCHED)
def test_what_is_fetched_is_a_column_of_text(table) -> None:
    columns = {one.name: one.type for one in TABLES[table].columns}

    assert [columns.get(one) for one in FETCHED[table]] == ["VARCHAR"] * len(FETCHED[table])


def test_ids_stay_packed_as_text_in_a_copy(tmp_path) -> None:
    path, ids = tmp_path / "warehouse.duckdb", FETCHED["raw.sessions"]
    with Warehouse(path).open() as opened:
        made = ", ".join(f"md5('{one}' || number) as {one}" for one in ids)
        opened.con.execute(
            f"insert into raw.sessions by name select {made} from range(20000) as r(number)"
        )
    copy_afresh(path)

    with Warehouse(path).open() as opened:
        found = opened.con.execute(PACKED.format(table="raw.sessions")).fetchall()
    assert [name for (name,) in found] == sorted(ids)
