"""The dialect: what Great Expectations sees of an open DuckDB connection, and what it cannot do."""

import duckdb
import pytest
import sqlalchemy as sa

from quality import duckdb_dialect
from quality.unseen import unseen

with unseen("pyspark"):  # whose import ends the process where pandas is newer than it knows
    import great_expectations as gx
    import great_expectations.expectations as gxe


@pytest.fixture
def con():
    with duckdb.connect() as opened:
        opened.execute("create schema raw")
        opened.execute(
            "create table raw.t (id bigint not null, words varchar, said_at timestamptz)"
        )
        opened.execute("insert into raw.t values (1, 'a', '2026-03-31 00:00Z')")
        opened.execute("insert into raw.t values (2, null, null), (2, 'c', null)")
        opened.execute("create view raw.v as select id from raw.t")
        yield opened


@pytest.fixture
def engine(con):
    with duckdb_dialect.borrow(con, {"least": 2, "unused": 1}) as borrowed:
        made = sa.create_engine(duckdb_dialect.URL, creator=lambda: borrowed)
        yield made
        made.dispose()


def test_a_result_is_read_before_the_connection_goes_back(engine):
    with engine.connect() as connection:
        result = connection.execute(sa.text("select id from raw.t order by id"))

    assert result.fetchone() == (1,)
    assert result.fetchmany(1) == [(2,)]
    assert result.fetchall() == [(2,)]


def test_a_named_value_is_bound_where_a_statement_names_it(engine):
    with engine.connect() as connection:
        found = connection.execute(sa.text("select id from raw.t where id >= $least")).fetchall()
        bound = connection.execute(
            sa.text("select words from raw.t where id = :id and words is not null"), {"id": 1}
        ).scalar_one()

    assert found == [(2,), (2,)]
    assert bound == "a"


def test_a_dollar_in_a_text_is_no_name(engine):
    with engine.connect() as connection:
        assert connection.execute(sa.text("select '$least'")).scalar_one() == "$least"


def test_the_owners_transaction_is_neither_committed_nor_rolled_back(con, engine):
    con.execute("begin transaction")
    con.execute("delete from raw.t")
    with engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from raw.t")).scalar_one() == 0
        connection.commit()
    con.execute("rollback")

    assert con.execute("select count(*) from raw.t").fetchone() == (3,)


def test_the_owners_connection_stays_open(con, engine):
    with engine.connect() as connection:
        connection.execute(sa.text("select 1"))
    engine.dispose()

    assert con.execute("select 1").fetchone() == (1,)


def test_a_connection_given_back_is_out_of_reach(con):
    with duckdb_dialect.borrow(con) as borrowed:
        pass

    with pytest.raises(duckdb.ConnectionException, match="given back"):
        borrowed.cursor().execute("select 1")


def test_an_error_of_duckdb_is_a_database_error(engine):
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="no_such_table"):
        connection.execute(sa.text("select * from no_such_table"))


def test_schemas_tables_views_and_columns_can_be_looked_up(engine):
    seen = sa.inspect(engine)

    assert {"raw", "main"} <= set(seen.get_schema_names())
    assert seen.get_table_names(schema="raw") == ["t"]
    assert seen.get_view_names(schema="raw") == ["v"]
    assert seen.get_table_names() == []
    assert [seen.has_table(name, schema="raw") for name in ("t", "v", "x")] == [True, True, False]
    assert [
        (column["name"], type(column["type"]), column["nullable"])
        for column in seen.get_columns("t", schema="raw")
    ] == [
        ("id", sa.BigInteger, False),
        ("words", sa.String, True),
        ("said_at", sa.DateTime, True),
    ]


def test_the_librarys_own_expectations_work_too(con):
    with duckdb_dialect.borrow(con) as borrowed:
        source = gx.get_context(mode="ephemeral").data_sources.add_sql(
            "here",
            connection_string=duckdb_dialect.URL,
            create_temp_table=False,
            kwargs={"creator": lambda: borrowed},
        )
        asset = source.add_query_asset("t", query="select * from raw.t")
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        suite = gx.ExpectationSuite(
            "t",
            expectations=[
                gxe.ExpectColumnValuesToNotBeNull(column="words"),
                gxe.ExpectColumnValuesToBeUnique(column="id"),
                gxe.ExpectColumnValuesToBeBetween(column="id", min_value=1, max_value=2),
                gxe.ExpectColumnValuesToBeInSet(column="words", value_set=["a", "b"]),
            ],
        )
        results = batch.validate(suite).results

    assert {one.expectation_config.type: one.result.get("unexpected_count") for one in results} == {
        "expect_column_values_to_not_be_null": 1,
        "expect_column_values_to_be_unique": 2,
        "expect_column_values_to_be_between": 0,
        "expect_column_values_to_be_in_set": 1,
    }
