"""Each clause of a policy has words: whatever changes a judgement changes what people read."""

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import load, load_book, parse
from tutor_reliability.policy.describe import describe
from tutor_reliability.policy.diff import Change, diff, diff_books
from tutor_reliability.policy.model import Evidence
from tutor_reliability.policy.reading import read_text
from tutor_reliability.policy.section import Origin, Section
from tutor_reliability.policy.show import change_words, show, show_json
from tutor_reliability.policy.vocabulary import INNER, TABLES
from tutor_reliability.policy.words.signals import signal_words
from tutor_reliability.tables import SIGNALS

FILES = Path(__file__).parents[2] / "fixtures" / "policies"
RICH = str(FILES / "rich.toml")
SALON = (FILES / "salon.toml").read_text(encoding="utf-8")
VALUES = tomllib.loads(Path(RICH).read_text(encoding="utf-8"))
VALUES.pop("market")
ELSEWHERE = ("example", "clause", "earlier", "ours")
"""What is told otherwise: examples by their quotes, earlier texts and markets of the book."""


def leaves(value: object, path: tuple = ()) -> Iterator[tuple]:
    """Give the path of each value of a file that is no table and no list."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        if key in ELSEWHERE:
            continue
        if isinstance(one, dict | list):
            yield from leaves(one, (*path, key))
        else:
            yield (*path, key)


def options(key: object) -> list[str]:
    """Give all that a key of this name may hold, in any table."""
    tables = [*TABLES, *INNER.values()]
    found = [table.inner or table for table in tables]
    keys = [one for table in found for one in table.keys]
    keys += [inner for one in keys if one.table for inner in one.table.keys]
    return [option for one in keys if one.name == key for option in one.options]


def others(value: object, path: tuple) -> list[object]:
    """Give values that stand for what else the file could have said there."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value / 2]
    if isinstance(value, date):
        return [value + timedelta(days=1)]
    keys = [one for one in path if isinstance(one, str)]
    more = re.sub(r"\d+", lambda match: str(int(match[0]) + 1), str(value), count=1)
    names = [one["name"] for key in ("class", "meter") for one in VALUES[key]]
    pool = [*options(keys[-1]), *names, *VALUES["status"], "18:00", "02-01", "2y", "UTC", "month"]
    later = [more, f"{value}x"] if re.search(r"\d", str(value)) else [f"{value}x"]
    return [one for one in [*later, *pool] if one != value]


def read(values: dict) -> dict:
    told = describe(read_text(Section(Origin(file="rich.toml"), (), values), ""))
    return {key: said for key, said in told.items() if key != "fingerprint"}


def changed(path: tuple) -> dict | None:
    """Describe the file with another value at a path; None where it can hold no other."""
    for other in others(at(VALUES, path), path):
        values = copy.deepcopy(VALUES)
        at(values, path[:-1])[path[-1]] = other
        try:
            return read(values)
        except PolicyError:
            continue
    return None


def at(values: object, path: tuple) -> object:
    for key in path:
        values = values[key]
    return values


def test_what_the_file_says_people_read() -> None:
    now = read(VALUES)
    found = {path: changed(path) for path in leaves(VALUES)}
    assert [path for path, told in found.items() if told == now] == []
    assert sum(told is not None for told in found.values()) > 240


def test_a_policy_does_not_differ_from_itself() -> None:
    for name in ("itutor", "talaera", RICH):
        assert diff(load(name), load(name)) == []
        assert diff_books(load_book(name), load_book(name)) == []


def changes(old: str, new: str, text: str = SALON) -> list[Change]:
    assert old in text
    return diff(parse(text, file="a.toml"), parse(text.replace(old, new, 1), file="b.toml"))


@pytest.mark.parametrize(
    ("old", "new", "says", "direction"),
    [
        pytest.param(
            'line = "24h"',
            'line = "12h"',
            "parameter line: the line moves from 24 hours to 12 hours; late means less than 12 "
            "hours of notice; exactly 12 hours is in time",
            "milder",
            id="the line",
        ),
        pytest.param(
            '">=3"',
            '">=2"',
            "rule review_count: when: from late_90d >= 3 to late_90d >= 2",
            "stricter",
            id="lower",
        ),
        pytest.param(
            '">=3"',
            '">2"',
            "rule review_count: when: from late_90d >= 3 to late_90d > 2",
            "",
            id="another way to say it",
        ),
        pytest.param(
            '{ late_90d = ">=3" }',
            '{ late_90d = ">=3", late_rate = ">5%" }',
            "rule review_count: when: from late_90d >= 3 to late_90d >= 3, late_rate > 5 %",
            "milder",
            id="and",
        ),
        pytest.param(
            'window = "90d"',
            'window = "6mo"',
            "meter late_90d: from sessions in the last 90 days: cancelled late to sessions in the "
            "last 6 months: cancelled late",
            "stricter",
            id="longer",
        ),
        pytest.param(
            "[rate]",
            "[evidence]\nmin_events = 2\n[rate]",
            "parameter evidence_min_events: from 3 to 2: fewer independent events are too few to "
            "judge",
            "stricter",
            id="fewer to judge by",
        ),
        pytest.param(
            "[rate]",
            "[evidence]\nlimit = 0.1\n[rate]",
            "parameter evidence_limit: from 0.05 to 0.1: the rate that a tutor's current rate is "
            "weighed against",
            "milder",
            id="a higher limit of evidence",
        ),
        pytest.param(
            'effect = "drop"',
            'effect = "drop"\ncap = { times = 1, within = "60d" }',
            "",
            "",
            id="a cap",
        ),
        pytest.param(
            'contact_within = "24h"',
            'contact_within = "48h"',
            "parameter contact_within: from 24h to 48h: an excuse must be said up to 48 hours "
            "after the start",
            "milder",
            id="longer to say so",
        ),
        pytest.param(
            'new_students = "hold_for_manager"',
            'new_students = "only_if_all_others_full"',
            "",
            "milder",
            id="last, not held",
        ),
        pytest.param(
            'contact = "help@salon.example"',
            'contact = "us@salon.example"',
            "contact: from help@salon.example to us@salon.example",
            "",
            id="contact",
        ),
    ],
)
def test_a_change_is_said_with_its_direction(old, new, says, direction) -> None:
    found = changes(old, new)
    assert any(one.direction == direction for one in found)
    assert not says or says in [f"{one.about}: {one.words}" for one in found]


def test_a_rule_that_goes_is_milder_and_one_that_comes_is_stricter() -> None:
    rule = SALON[SALON.index("[[rule]]") : SALON.index("[status.open_review]")]
    second = (
        rule.replace("review_count", "review_rate")
        .replace("late_90d", "late_rate")
        .replace(">=3", ">5%")
    )
    one, two = parse(SALON, file="a.toml"), parse(SALON.replace(rule, rule + second), file="b.toml")
    assert [(each.about, each.direction) for each in diff(one, two)] == [
        ("rule review_rate", "stricter")
    ]
    assert [(each.about, each.direction) for each in diff(two, one)] == [
        ("rule review_rate", "milder")
    ]


ON_EVIDENCE = """[[meter]]
name = "current_rate"
kind = "evidence"
signal = "late_sessions"
[[rule]]
name = "review_rate"
severity = "review"
when = { current_rate = ">=0.90" }
then = { do = "open_review", human = true, due = "14d", release = { below = 0.5, for = "14d" } }
words = "probably above the limit"
"""


@pytest.mark.parametrize(
    ("old", "new", "says", "direction"),
    [
        pytest.param(
            ">=0.90",
            ">=95%",
            "when: from current_rate >= 90 % to current_rate >= 95 %",
            "milder",
            id="surer",
        ),
        pytest.param(
            'for = "14d" }',
            'for = "28d" }',
            "what follows: from until the chance has stayed below 50 % for 14 days to until the "
            "chance has stayed below 50 % for 28 days",
            "stricter",
            id="released later",
        ),
        pytest.param(
            "below = 0.5",
            "below = 0.6",
            "what follows: from until the chance has stayed below 50 % for 14 days to until the "
            "chance has stayed below 60 % for 14 days",
            "milder",
            id="released sooner",
        ),
        pytest.param(
            ', release = { below = 0.5, for = "14d" }',
            "",
            "what follows: from until the chance has stayed below 50 % for 14 days to as long as "
            "the chance is so high",
            "milder",
            id="released at once",
        ),
    ],
)
def test_a_change_of_a_rule_on_evidence_is_said_with_its_direction(
    old, new, says, direction
) -> None:
    (change,) = changes(
        old, new, SALON.replace("[status.open_review]", ON_EVIDENCE + "[status.open_review]")
    )
    assert change.about == "rule review_rate"
    assert change.words.startswith(says)
    assert change.direction == direction


def test_people_read_what_a_chance_is_a_chance_of() -> None:
    page = list(show(load_book("itutor")))
    assert (
        "- current_rate: the chance that the current rate of separate late cancellations is above "
        "5 % of sessions"
    ) in page
    assert (
        "- review_rate: stands until the chance has stayed below 50 % for 14 days; somebody looks "
        "within 14 days; a person decides, and can decide otherwise"
    ) in page


def test_each_signal_has_its_own_words() -> None:
    said = {signal_words(one, Evidence()) for one in SIGNALS}
    assert len(said) == len(SIGNALS)


def test_the_order_of_classes_is_told() -> None:
    start, end = (SALON.index(f'[[class]]\nname = "{one}"') for one in ("missed", "late_cancel"))
    missed, other = SALON[start:end], '[[class]]\nname = "other"'
    text = SALON.replace(missed, "").replace(other, missed + other)
    (order,) = diff(parse(SALON, file="a.toml"), parse(text, file="b.toml"))
    assert order.words == "their order is now completed, late_cancel, missed, other"


def test_people_read_what_counts_what_never_does_and_whom_to_write_to() -> None:
    page = list(show(load_book("itutor")))
    start = page.index("## What never counts")
    never = page[start : page.index("## What follows")]
    assert "- cancelled or moved by the student" in never
    assert never[-2].startswith("- but many of them may be a pattern that people are shown: watch_")
    assert page[-2] == "## Whom to write to"
    assert page[-1].startswith("support@myitutor.com: ")
    assert any("and 1 of the 3 that repeated_count asks for" in line for line in page)
    assert any("and is weighed as evidence by review_rate, " in line for line in page)


def test_a_market_is_told_by_what_differs() -> None:
    page = "\n".join(show(load_book(RICH)))
    assert "- us: America/*" in page
    assert "the line moves from 24 hours to 12 hours" in page
    assert "- version 1: from 2025-01-01, until the day before 2026-01-01" in page


def test_programs_read_the_same() -> None:
    told = json.loads(json.dumps(show_json(load_book(RICH))))
    assert [one["name"] for one in told["markets"]] == ["us"]
    assert told["fingerprint"] == load(RICH).fingerprint


def test_a_number_of_ours_is_marked() -> None:
    lines = list(show(load_book(RICH)))
    assert [line for line in lines if line.startswith("- settle =")] == [
        "- settle = 72h: a session counts for nothing until 72 hours have passed (ours)"
    ]


def test_a_change_is_one_line() -> None:
    change = Change(about="rule late", words="is new: late", direction="stricter")
    assert change_words(change) == "rule late: is new: late (stricter for tutors)"
