"""data/sample is what the simulator writes, and its README says how and what."""

import gzip
import re
import zlib
from pathlib import Path

import pytest

from tutor_reliability.tables import LOGS

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
README = (SAMPLE / "README.md").read_text(encoding="utf-8")
FILES = sorted(path.name for path in SAMPLE.iterdir() if path.name != "README.md")
ZLIB = re.search(r"zlib (\S+),", README)[1]


def test_the_sample_is_all_that_the_simulator_writes(usual):
    assert list(usual.bytes()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_the_sample_is_what_the_simulator_writes(usual, name):
    written, kept = usual.bytes()[name], (SAMPLE / name).read_bytes()
    if name.endswith(".gz"):
        assert gzip.decompress(written) == gzip.decompress(kept)
    if not name.endswith(".gz") or zlib.ZLIB_RUNTIME_VERSION == ZLIB:
        assert written == kept


def test_the_sample_is_small_enough_to_clone():
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 3_500_000


def test_the_readme_gives_seed_and_command(usual):
    assert "tutor-reliability simulate data/sample" in README
    assert f"(seed {usual.summary.seed};" in README


def test_the_readme_counts_each_archetype(usual):
    told = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", README, flags=re.MULTILINE))

    assert {name: int(count) for name, count in told.items()} == usual.summary.archetypes


@pytest.mark.parametrize("log", LOGS)
def test_the_readme_names_each_column(usual, log):
    section = README.split(f"**{log}**", 1)[1].split("\n\n", 1)[0]

    assert re.findall(r"`(\w+)`", section) == usual.log(log).drop("line", "file").columns


@pytest.mark.parametrize("log", LOGS)
def test_the_readme_counts_the_rows(usual, log):
    assert f"**{log}**, {usual.summary.rows[log]:,} rows" in README
