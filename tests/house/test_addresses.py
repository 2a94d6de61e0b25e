"""The checkout names no machine: no registry, no mirror, no folder of whoever wrote it."""

import re

import pytest

REGISTRY = re.compile(
    r"""
    https?://[^/\s]*\b(?:registry|mirror|artifactory|nexus|proxy)\b[^/\s]*
    | \b(?:pypi|pythonhosted|npmjs)\.(?:org|com|net)\b
    | --(?:extra-)?index-url[\s=]\S+
    | --find-links[\s=]\S+
    """,
    re.VERBOSE | re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.~$}*-])/(?:work|root|home|Users|opt)/[\w.]+")
NEIGHBOUR = re.compile(r"\.\./shared|[\"']shared[\"']")


def offenders(checkout, pattern, names):
    return [
        f"{name}:{number}: {found[0]}"
        for name in names
        for number, line in enumerate(checkout.text(name).splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_no_file_names_a_package_registry(checkout):
    assert offenders(checkout, REGISTRY, checkout.names) == []


def test_no_file_names_a_folder_of_a_machine(checkout):
    assert offenders(checkout, MACHINE, checkout.names) == []


def test_only_tests_read_data_beside_the_checkout(checkout):
    ours = [name for name in checkout.names if not name.startswith("tests/")]

    assert offenders(checkout, NEIGHBOUR, ours) == []


@pytest.mark.parametrize(
    "host", ["registry.example.org", "eu-mirror.example.org", "npm" + "js.com"]
)
def test_a_registry_is_recognised(host):
    assert REGISTRY.search(f"download from https://{host}/simple")


@pytest.mark.parametrize("text", ["index-url https://example.org", "find-links=wheels"])
def test_an_option_that_points_elsewhere_is_recognised(text):
    assert REGISTRY.search(f"pip install --{text}")


@pytest.mark.parametrize("folder", ["work", "root", "home", "Users", "opt"])
def test_a_folder_of_a_machine_is_recognised(folder):
    assert MACHINE.search(f"the file is in /{folder}/someone/logs")
    assert not MACHINE.search(f"see https://example.org/{folder}/someone or data/{folder}/some")
