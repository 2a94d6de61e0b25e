"""How Python in the packages is kept: short files, one reader of the environment."""

import ast

LINES = 330
SETTINGS = "pipelines/settings.py"
ENVIRONMENT = {"environ", "getenv"}


def reads_environment(tree):
    """Say whether a module asks the environment; setting a variable for a library is no asking."""
    set_there = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    return any(
        (isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT and node not in set_there)
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and names_environment(node))
        for node in ast.walk(tree)
    )


def names_environment(node):
    return bool(ENVIRONMENT & {alias.name for alias in node.names})


def test_files_are_short_enough_to_read(checkout):
    long = {
        name: lines
        for name in checkout.paths(*checkout.packages, suffix=".py")
        if (lines := checkout.text(name).count("\n")) > LINES
    }

    assert long == {}


def test_only_the_settings_read_the_environment(checkout):
    readers = [
        name
        for name in checkout.paths(*checkout.packages, suffix=".py")
        if name != SETTINGS and reads_environment(checkout.tree(name))
    ]

    assert readers == []


def test_reading_the_environment_is_recognised():
    assert reads_environment(ast.parse("import os\nhome = os.environ['HOME']"))
    assert reads_environment(ast.parse("from os import getenv"))
    assert not reads_environment(ast.parse("from os import replace\nos.environ['A'] = 'b'"))
