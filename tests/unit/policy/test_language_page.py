"""The reference names every key as the language has it, and its blocks are one policy."""

import re
from pathlib import Path

import pytest

from tutor_reliability.policy.check import check_text
from tutor_reliability.policy.describe import describe
from tutor_reliability.policy.vocabulary import INNER, TABLES, Key, Table

PAGE = (Path(__file__).parents[3] / "docs" / "policy-language.md").read_text(encoding="utf-8")
GALLERY = Path(__file__).parents[3] / "tutor_reliability" / "policy" / "gallery"
BLOCKS = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def keys(table: Table) -> list[tuple[Table, Key]]:
    one = table.inner or table
    inside = [pair for key in one.keys if key.table for pair in keys(key.table)]
    return [*((one, key) for key in one.keys), *inside]


def row(key: Key) -> str:
    return f"| `{key.name}` | {key.words} | {key.default} | `{key.example}` |"


@pytest.mark.parametrize("table", [*TABLES, *INNER.values()], ids=lambda table: table.name)
def test_every_key_is_told_as_the_language_has_it(table) -> None:
    rows = PAGE.splitlines()
    assert [(its.name, key.name) for its, key in keys(table) if row(key) not in rows] == []


def test_nothing_is_told_that_the_language_does_not_have() -> None:
    known = {row(key) for table in (*TABLES, *INNER.values()) for _, key in keys(table)}
    told = [line for line in PAGE.splitlines() if re.match(r"\| `", line)]
    assert [line for line in told if line not in known] == []


def test_its_blocks_are_one_policy_that_is_neither_wrong_nor_odd() -> None:
    verdict = check_text("\n".join(BLOCKS), file="policy-language.md")
    assert (verdict.problems, verdict.advice) == ((), ())
    assert describe(verdict.book.newest)["id"] == "salon"


def test_each_table_of_the_language_is_shown_in_use() -> None:
    text = "\n".join(BLOCKS)
    assert [
        one.name for one in TABLES if not re.search(rf"^\[+{one.name}\b", text, re.MULTILINE)
    ] == []


def test_the_gallery_is_told_in_full() -> None:
    told = PAGE.split("## Starting from the gallery")[1].split("\n## ")[0]
    named = set(
        re.findall(r"[\w-]+", "".join(re.findall(r"^\| [^|]+\|([^|]+)\|$", told, re.MULTILINE)))
    )

    assert named - {"file", "---"} == {one.stem for one in GALLERY.glob("*.toml")}
