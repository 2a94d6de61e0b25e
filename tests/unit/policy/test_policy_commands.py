"""The policy commands answer at once, load nothing of the night, and end with the right code."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

FILES = Path(__file__).parents[2] / "fixtures" / "policies"
HEAVY = ("dagster", "great_expectations", "scipy", "pandas", "polars", "duckdb", "plotly")
CODE = (
    "import sys\n"
    "from pipelines.cli import main\n"
    "code = main(sys.argv[1:])\n"
    f"print(*[name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    "raise SystemExit(code)"
)
QUICK = 0.5
"""CPU seconds in which a person has the answer."""


def told(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CODE, "policy", *words], check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    "words",
    [
        ("check", "itutor"),
        ("show", "talaera"),
        ("show", "talaera", "--json"),
        ("diff", "itutor", "talaera"),
        ("schema",),
    ],
    ids=" ".join,
)
def test_an_answer_is_quick_and_loads_nothing_of_the_night(words) -> None:
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = told(*words)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert ended.returncode == 0
        assert ended.stdout
        assert ended.stderr.split() == []
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if spent < QUICK:
            return
    pytest.fail(f"{' '.join(words)}: {spent:.2f} CPU s at best of three")


def test_a_broken_file_ends_with_the_code_of_a_policy_and_tells_all(tmp_path) -> None:
    text = (FILES / "salon.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace('"24h"', '"1y"', 1).replace('"count"', '"cuont"', 1))
    ended = told("check", str(path))
    first, second, _loaded = ended.stderr.splitlines()
    assert (ended.returncode, ended.stdout) == (5, "")
    assert first.startswith("tutor-reliability: mine.toml:12: clock.line is '1y'")
    assert second.startswith("tutor-reliability: mine.toml:50: meter[1].kind is 'cuont'")
    shown = told("show", str(path))
    assert shown.returncode == 5
    assert shown.stderr.splitlines()[0] == first


def test_what_is_odd_is_advice_and_no_failure() -> None:
    ended = told("check", str(FILES / "odd" / "effect_nobody_does.toml"))
    advice, summary = ended.stdout.splitlines()
    assert ended.returncode == 0
    assert advice.startswith("advice: effect_nobody_does.toml:")
    assert summary.startswith("salon 1: 4 classes, 2 meters, 1 rules")


def test_two_texts_that_say_the_same_differ_in_nothing() -> None:
    assert told("diff", "itutor", "itutor").stdout == "nothing changes: both say the same\n"


def test_the_schema_is_json_of_the_dialect_that_editors_know() -> None:
    schema = json.loads(told("schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
