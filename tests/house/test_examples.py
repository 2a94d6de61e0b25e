"""The examples in docstrings say what the code does."""

import doctest
import importlib


def module_of(name):
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_examples_in_docstrings_are_true(checkout):
    told = [
        name
        for name in checkout.paths(*checkout.packages, suffix=".py")
        if ">>> " in checkout.text(name)
    ]
    results = {name: doctest.testmod(importlib.import_module(module_of(name))) for name in told}

    assert {name: found for name, found in results.items() if found.failed} == {}
    assert [name for name, found in results.items() if not found.attempted] == []
