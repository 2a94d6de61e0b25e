"""Today enters once, as the as-of date: below pipelines/ nothing asks the clock what day it is."""

import ast
import re

import pytest

BELOW = ("tutor_reliability", "dashboards", "assets", "quality")
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime"}
MODULES = {"datetime", "date", "dt", "time", "pl"}
SQL_CLOCK = re.compile(
    r"\b(?:current_date|current_time|current_timestamp|localtime|localtimestamp)\b"
    r"|\b(?:now|today|get_current_time|get_current_timestamp|transaction_timestamp)\s*\("
)
SCRIPT_CLOCK = re.compile(r"\bDate\.now\s*\(|\bnew Date\s*\(\s*\)")


def clocks(tree):
    """Find each call such as `datetime.now(...)` or `time.time()`."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and ast.unparse(node.func.value).rpartition(".")[2] in MODULES
        and (node.func.attr != "time" or ast.unparse(node.func.value) == "time")
    ]


def without_comments(sql):
    return re.sub(r"--[^\n]*", "", sql.lower())


def test_python_below_the_pipelines_does_not_ask_the_clock(checkout):
    found = {
        name: lines
        for name in checkout.paths(*BELOW, suffix=".py")
        if (lines := clocks(checkout.tree(name)))
    }

    assert found == {}


def test_sql_does_not_ask_the_clock(checkout):
    found = {
        name: match[0]
        for name in checkout.paths(*checkout.packages, suffix=".sql")
        if (match := SQL_CLOCK.search(without_comments(checkout.text(name))))
    }

    assert found == {}


def test_pages_do_not_ask_the_clock(checkout):
    found = {
        name: match[0]
        for name in checkout.paths(*checkout.packages)
        if name.endswith((".js", ".html", ".jinja", ".j2")) and "/vendor/" not in name
        if (match := SCRIPT_CLOCK.search(checkout.text(name)))
    }

    assert found == {}


@pytest.mark.parametrize(
    "call",
    ["datetime.now(tz=UTC)", "dt.date.today()", "datetime.datetime.utcnow()", "time.time()"],
)
def test_asking_the_clock_is_recognised(call):
    assert clocks(ast.parse(f"x = {call}"))


@pytest.mark.parametrize("call", ["time.perf_counter()", "start.time()", "pl.lit(1)", "self.now()"])
def test_asking_something_else_is_not(call):
    assert not clocks(ast.parse(f"x = {call}"))


@pytest.mark.parametrize("sql", ["current_date - 1", "now()", "today ()", "x < LOCALTIMESTAMP"])
def test_sql_asking_the_clock_is_recognised(sql):
    assert SQL_CLOCK.search(without_comments(f"select {sql}"))
    assert not SQL_CLOCK.search(without_comments(f"select known_at -- {sql}"))


@pytest.mark.parametrize("script", ["new Date()", "Date.now()"])
def test_a_page_asking_the_clock_is_recognised(script):
    assert SCRIPT_CLOCK.search(f"const today = {script};")
    assert not SCRIPT_CLOCK.search("new Date(row.as_of)")
