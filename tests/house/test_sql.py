"""SQL that ships: one bare select a file, a comment that says why it is there, honest names."""

import json
import re
from functools import cache
from pathlib import PurePath

import duckdb
import pytest

from tutor_reliability.tables import TABLES

MODELS = "assets/models"
CHECKS = "quality/checks"
QUERIES = "dashboards/queries"


@cache
def parser():
    return duckdb.connect()


@cache
def tree(sql):
    """Parse SQL; a statement that is no select has an error instead of statements."""
    (text,) = parser().execute("select json_serialize_sql(?)", [sql]).fetchone()
    return json.loads(text)


def statements(sql):
    return tree(sql).get("statements", [])


def nodes(branch):
    """Walk all objects of a syntax tree."""
    if isinstance(branch, dict):
        yield branch
        branch = list(branch.values())
    if isinstance(branch, list):
        for part in branch:
            yield from nodes(part)


def unqualified(sql):
    """Name the tables read without their schema that are no CTE."""
    parsed = list(nodes(statements(sql)))
    own = {
        entry["key"]
        for node in parsed
        if isinstance(node.get("cte_map"), dict)
        for entry in node["cte_map"]["map"]
    }
    read = {
        node["table_name"]
        for node in parsed
        if node.get("type") == "BASE_TABLE" and not node.get("schema_name")
    }
    return sorted(read - own)


def opening(sql):
    """Give the comment that a file begins with."""
    return re.match(r"(?:--[^\n]*\n)*", sql)[0]


def test_models_checks_and_queries_are_one_bare_select(checkout):
    found = {
        name: tree(checkout.text(name)).get("error_message", "not one statement")
        for name in checkout.paths(MODELS, CHECKS, QUERIES, suffix=".sql")
        if len(statements(checkout.text(name))) != 1
    }

    assert found == {}


def test_every_file_begins_with_what_it_is_for(checkout):
    silent = [
        name
        for name in checkout.paths(*checkout.packages, suffix=".sql")
        if len(opening(checkout.text(name))) < len("-- One row a tutor.\n")
    ]

    assert silent == []


def test_a_model_says_what_one_row_is(checkout):
    silent = [
        name
        for name in checkout.paths(MODELS, suffix=".sql")
        if not re.match(r"-- (?:At most )?one row ", opening(checkout.text(name)), re.IGNORECASE)
    ]

    assert silent == []


def test_models_and_checks_say_which_schema_a_table_is_in(checkout):
    found = {
        name: tables
        for name in checkout.paths(MODELS, CHECKS, suffix=".sql")
        if (tables := unqualified(checkout.text(name)))
    }

    assert found == {}


def test_a_model_is_named_for_a_table_with_a_contract(checkout):
    """`stage` holds steps within the making of a table: nobody else reads them."""
    strangers = [
        name
        for name in checkout.paths(MODELS, suffix=".sql")
        if (table := PurePath(name).stem) not in TABLES and not table.startswith("stage.")
    ]

    assert strangers == []


def test_a_check_is_filed_under_a_table_with_a_contract(checkout):
    strangers = [
        name
        for name in checkout.paths(CHECKS, suffix=".sql")
        if PurePath(name).parent.name not in TABLES
    ]

    assert strangers == []


@pytest.mark.parametrize(
    "sql",
    ["create table t as select 1", "select 1; select 2", "insert into t select 1", "selec 1"],
)
def test_more_or_other_than_one_select_is_recognised(sql):
    assert len(statements(sql)) != 1
    assert len(statements("with a as (select 1 as x) select x from a where x = $y")) == 1


def test_a_table_without_its_schema_is_recognised():
    assert unqualified("with a as (select 1 from core.x) select * from a join b on true") == ["b"]
    assert unqualified("select (select max(z) from c) from raw.d") == ["c"]
