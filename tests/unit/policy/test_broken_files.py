"""One mistake a file: it is refused on its line with its advice; what is only odd is told and kept.

In the files under `broken` and `odd` the line itself says in a comment what must be said of it.
"""

import re
from pathlib import Path

import pytest

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import load
from tutor_reliability.policy.check import check

FILES = Path(__file__).parents[2] / "fixtures" / "policies"
BROKEN = sorted(FILES.glob("broken/*.toml"))
ODD = sorted(FILES.glob("odd/*.toml"))
MARK = re.compile(r"# (?:wrong|odd): (.+)$")


def marked(path: Path) -> str:
    """Give how the line that is marked is told: file, line, and what is to be said of it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    ((number, says),) = (
        (number, match[1])
        for number, line in enumerate(lines, start=1)
        if (match := MARK.search(line))
    )
    return f"{path.name}:{number}: {says}"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_mistake_is_refused_on_its_line_with_its_advice(path) -> None:
    verdict = check(str(path))
    assert verdict.book is None
    assert len(verdict.problems) == 1
    assert verdict.problems[0].startswith(marked(path))
    assert "\n" not in verdict.problems[0]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_night_refuses_it_in_the_same_words(path) -> None:
    with pytest.raises(PolicyError, match=re.escape(marked(path))):
        load(str(path))


@pytest.mark.parametrize("path", ODD, ids=lambda path: path.stem)
def test_what_is_odd_is_told_and_the_file_is_kept(path) -> None:
    verdict = check(str(path))
    assert verdict.book is not None
    assert (verdict.problems, len(verdict.advice)) == ((), 1)
    assert verdict.advice[0].startswith(marked(path))


def test_there_are_at_least_thirty_mistakes() -> None:
    assert len(BROKEN) >= 30


def test_the_file_that_all_were_made_from_is_neither_wrong_nor_odd() -> None:
    verdict = check(str(FILES / "salon.toml"))
    assert (verdict.problems, verdict.advice) == ((), ())


@pytest.mark.parametrize("name", ["itutor", "talaera"])
def test_the_built_in_files_are_neither_wrong_nor_odd(name) -> None:
    verdict = check(name)
    assert (verdict.problems, verdict.advice) == ((), ())


def test_several_mistakes_are_all_told_the_first_of_the_file_first(tmp_path) -> None:
    text = (FILES / "salon.toml").read_text(encoding="utf-8")
    path = tmp_path / "three.toml"
    path.write_text(
        text.replace('line = "24h"', 'line = "1y"')
        .replace('kind = "count"', 'kind = "cuont"')
        .replace('severity = "review"', 'severity = "grave"')
    )
    told = check(str(path)).problems
    assert [re.sub(r" is .*", "", one) for one in told] == [
        "three.toml:12: clock.line",
        "three.toml:50: meter[1].kind",
        "three.toml:69: rule[1].severity",
    ]
