"""Each platform has its page, its fixtures, and its line in what `sources` tells."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tutor_reliability.landing.discover import claimed
from tutor_reliability.sources import ADAPTERS

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sources"
NAMES = [adapter.name for adapter in ADAPTERS]
HEAVY = ("dagster", "great_expectations", "pandas", "scipy", "plotly", "polars", "icalendar")


@pytest.fixture(params=ADAPTERS, ids=NAMES)
def adapter(request):
    return request.param


def called(*words):
    code = (
        "import json, sys\n"
        "from pipelines.cli import main\n"
        f"code = main({list(words)!r})\n"
        f"print(json.dumps([code, [name for name in {HEAVY} if name in sys.modules]]))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    *lines, last = told.stdout.splitlines()
    return lines, json.loads(last)


def test_each_adapter_has_a_page_that_the_first_page_leads_to(checkout, adapter):
    page = Path(adapter.page)

    assert adapter.page in checkout.names
    assert f"({page.name})" in checkout.text("docs/sources/README.md")


def test_each_adapter_has_fixtures_that_it_alone_claims(adapter):
    folder = FIXTURES / adapter.name
    found = {name: claim.adapter for _, name, claim in claimed(folder) if claim}

    assert found
    assert {one.name for one in found.values()} == {adapter.name}


def test_sources_lists_every_adapter_and_loads_nothing_heavy():
    lines, (code, heavy) = called("sources")

    assert (code, heavy) == (0, [])
    assert {line.split()[0] for line in lines if not line.startswith(" ")} == {
        "canonical",
        *NAMES,
        "FILE.toml",
    }


def test_sources_says_who_reads_which_file_and_loads_nothing_heavy():
    lines, (code, heavy) = called("sources", "--logs", str(FIXTURES / "square"))

    assert (code, heavy) == (0, [])
    assert lines == ["square-2026-03.csv  square.toml: sessions, cancellations"]


def test_no_two_adapters_are_called_alike():
    assert len(set(NAMES)) == len(NAMES)
    assert len({adapter.page for adapter in ADAPTERS}) == len(NAMES)
