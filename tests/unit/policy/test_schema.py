"""Editors check by the same words: the schema, the vocabulary and the parser know the same keys."""

import re
import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import parse
from tutor_reliability.policy.parse import BUILT_IN
from tutor_reliability.policy.schema import schema
from tutor_reliability.policy.vocabulary import INNER, REQUIRED, TABLES, Table

FILES = Path(__file__).parents[2] / "fixtures" / "policies"
RICH = (FILES / "rich.toml").read_text(encoding="utf-8")
GOOD = [*sorted(BUILT_IN.parent.rglob("*.toml")), *sorted(FILES.glob("*.toml"))]
EDITOR = jsonschema.Draft202012Validator(schema())
BY_EYE = {
    "misspelt_table",
    "misspelt_key",
    "missing_key",
    "no_length",
    "window_in_hours",
    "no_such_event",
    "no_comparison",
    "no_such_exit",
    "market_misspells",
    "no_such_signal",
}
"""Broken files whose mistake an editor can see without knowing the rest of the file."""


def plain(value: object) -> object:
    """Give a value of TOML as an editor's checker sees it: days are texts."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def seen(path: Path) -> list[str]:
    values = plain(tomllib.loads(path.read_text(encoding="utf-8")))
    return [f"{one.json_path}: {one.message}" for one in EDITOR.iter_errors(values)]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_an_editor_finds_nothing_in_a_good_file(path) -> None:
    assert seen(path) == []


@pytest.mark.parametrize("name", sorted(BY_EYE))
def test_an_editor_sees_a_mistake_at_once(name) -> None:
    assert seen(FILES / "broken" / f"{name}.toml") != []


def tables(found: tuple[Table, ...]) -> list[Table]:
    """List tables with those inside them."""
    listed = []
    for table in found:
        one = table.inner or table
        listed += [one, *tables(tuple(key.table for key in one.keys if key.table))]
    return listed


EVERY = {one.name: one for one in tables((*TABLES, *INNER.values())) if not one.named}
PLACES = {
    "policy": "[policy]",
    "clock": "[clock]",
    "clock.hours": "[clock.hours]",
    "fault": "[[fault]]",
    "fault.when": "when = {",
    "class": "[[class]]",
    "class.when": 'name = "undone"\nwhen = {',
    "reason": "[reason]",
    "excuse": "[[excuse]]",
    "excuse.when": 'of = ["late"]\nwhen = {',
    "excuse.cap": "cap = {",
    "excuse_terms": "[excuse_terms]",
    "amnesty": "[[amnesty]]",
    "cure": "[cure]",
    "merge": "[[merge]]",
    "derive": "[[derive]]",
    "meter.window.choose": "choose = [{",
    "meter.clean": "clean = {",
    "rate": "[rate]",
    "evidence": "[evidence]",
    "evidence.prior": "prior = [\n    {",
    "rule": "[[rule]]",
    "rule.at": "at = {",
    "rule.then": "then = {",
    "rule.then.release": "release = {",
    "newcomers": "[newcomers]",
    "status.EFFECT": "[status.watch]",
    "clause": "[[clause]]",
    "example.signals": "signals = [{",
}
"""Where in the rich file each table stands; the others are of several kinds."""
KINDS = {
    "meter.window": ["window = {", 'name = "fortnight"\nkind = "count"\nof = ["late"]\nwindow = {'],
    "meter": [
        "[[meter]]",
        'name = "late_rate"',
        'name = "in_a_row"',
        'name = "points"',
        'name = "current_rate"',
    ],
    "example": ["[[example]]", 'quote = "Three times is too often"'],
}


def known_at(place: str) -> set[str]:
    """Ask the parser what a table knows, by a key that nobody does."""
    start = RICH.index(place) + len(place)
    inside = place.endswith("{")
    text = RICH[:start] + (" wrods = 1, " if inside else "\nwrods = 1\n") + RICH[start:]
    with pytest.raises(PolicyError) as caught:
        parse(text, file="rich.toml")
    return set(re.search(r"known keys are (.+)$", str(caught.value))[1].split(", "))


@pytest.mark.parametrize("name", sorted(PLACES))
def test_the_parser_knows_what_the_vocabulary_tells(name) -> None:
    assert known_at(PLACES[name]) == {key.name for key in EVERY[name].keys}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_table_of_several_kinds_knows_it_in_one_of_them(name) -> None:
    known = set().union(*(known_at(place) for place in KINDS[name]))
    assert known == {key.name for key in EVERY[name].keys}


def test_every_table_is_asked() -> None:
    assert {*PLACES, *KINDS, "market.NAME"} == set(EVERY)


def test_the_file_knows_the_tables_that_the_vocabulary_tells() -> None:
    with pytest.raises(PolicyError) as caught:
        parse(f"wrods = 1\n{RICH}", file="rich.toml")
    known = re.search(r"known keys are (.+)$", str(caught.value))[1]
    assert set(known.split(", ")) == {one.name for one in TABLES}


def test_a_key_that_must_be_there_has_no_default_and_the_others_have_one() -> None:
    keys = [key for table in EVERY.values() for key in table.keys]
    assert all(key.words and key.example for key in keys)
    assert {key.name for key in keys if key.default == REQUIRED} >= {"id", "line", "blame", "do"}


def test_the_rich_file_uses_every_key() -> None:
    assert [
        key.name for table in EVERY.values() for key in table.keys if key.name not in RICH
    ] == []
