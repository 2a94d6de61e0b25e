"""What tests must not do: stand in for the thing tested, shadow a package, skip in silence."""

import ast

import pytest


def stand_ins(tree):
    """Find imports of `mock` in any spelling."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any("mock" in alias.name for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and named_mock(node))
    ]


def named_mock(node):
    return any("mock" in name for name in [node.module or "", *(a.name for a in node.names)])


def test_nothing_is_mocked(checkout):
    found = {
        name: lines
        for name in checkout.paths("tests", suffix=".py")
        if (lines := stand_ins(checkout.tree(name)))
    }

    assert found == {}


def test_no_folder_of_tests_is_a_package(checkout):
    assert list(checkout.paths("tests", suffix="/__init__.py")) == []


@pytest.mark.parametrize(
    "line", ["import unittest.mock", "from unittest import mock", "from pytest_mock import x"]
)
def test_a_mock_is_recognised(line):
    assert stand_ins(ast.parse(line))
    assert not stand_ins(ast.parse("import unittest"))
