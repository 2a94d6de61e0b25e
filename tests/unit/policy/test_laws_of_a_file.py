"""Whatever a file says, it becomes a policy or is refused in one line; never anything else."""

import copy
import hashlib
import re
import tomllib
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import Policy, load, parse
from tutor_reliability.policy.contradictions import refusals
from tutor_reliability.policy.describe import describe
from tutor_reliability.policy.parameters import ours_may_name
from tutor_reliability.policy.parse import BUILT_IN
from tutor_reliability.policy.reading import read_text
from tutor_reliability.policy.section import Origin, Section

FILES = Path(__file__).parents[2] / "fixtures" / "policies"
TEXTS = [path.read_text(encoding="utf-8") for path in (FILES / "rich.toml", FILES / "salon.toml")]
WORDS = sorted({word for text in TEXTS for word in re.findall(r"[A-Za-z_0-9.]+", text)})
SCALARS = st.one_of(
    st.sampled_from([*WORDS, "", " ", ">=3", "<-1%", "0d", "99999y", "2026-02-30", "*", "24:01"]),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.dates(),
    st.just(datetime(2026, 1, 1, 12)),  # noqa: DTZ001 - a TOML file may say it so
    st.just(time(8)),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=6,
)


def one_line(error: PolicyError) -> None:
    """Hold a refusal to what a person can read: one line, with the file and where in it."""
    said = str(error)
    assert re.match(r"any\.toml:\d+: ", said)
    assert "\n" not in said


def read(values: dict) -> Policy | None:
    """Read a file's tables as a night would; None where they are refused in one line."""
    origin = Origin(file="any.toml")
    try:
        policy = read_text(Section(origin, (), values), "")
    except PolicyError as error:
        return one_line(error)
    return None if refusals(policy, origin) else policy


def paths(value: object, path: tuple = ()) -> list[tuple]:
    if not isinstance(value, dict | list):
        return [path]
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(one for key, inner in pairs for one in paths(inner, (*path, key)))]


@st.composite
def twisted(draw):
    """Give the tables of a good file with one thing in it replaced, lost or added."""
    values = tomllib.loads(draw(st.sampled_from(TEXTS)))
    values.pop("market", None)
    path = draw(st.sampled_from([one for one in paths(values) if one]))
    holder = values
    for key in path[:-1]:
        holder = holder[key]
    kind = draw(st.sampled_from(["replace", "lose", "add", "repeat"]))
    if kind == "lose":
        del holder[path[-1]]
    elif kind == "add" and isinstance(holder, dict):
        holder[draw(st.sampled_from(WORDS))] = draw(ANYTHING)
    elif kind == "repeat" and isinstance(holder, list):
        holder.insert(path[-1], copy.deepcopy(holder[draw(st.integers(0, len(holder) - 1))]))
    else:
        holder[path[-1]] = draw(ANYTHING)
    return values


@given(twisted())
def test_a_file_becomes_a_policy_that_has_words_or_is_refused_in_one_line(values) -> None:
    policy = read(values)
    assert policy is None or describe(policy)["id"] == policy.id


@pytest.mark.parametrize("key", ["fault", "class", "meter", "rule"])
def test_a_list_of_nothing_is_as_good_as_none(key) -> None:
    values = tomllib.loads(TEXTS[0])
    assert read(values | {key: []}) is None


@given(st.dictionaries(st.sampled_from(["policy", "clock", "class", *WORDS]), ANYTHING))
def test_tables_of_anything_are_refused_in_one_line(values) -> None:
    assert read(values) is None


@given(
    st.text(max_size=60)
    | st.sampled_from(TEXTS).flatmap(
        lambda text: st.integers(0, len(text)).map(lambda end: text[:end])
    )
)
def test_any_text_is_a_policy_or_refused_in_one_line(text) -> None:
    try:
        found = parse(text, file="any.toml")
    except PolicyError as error:
        one_line(error)
    else:
        assert isinstance(found, Policy)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 9000, "a = " + "9" * 5000, "\x00", "a = 2026-13-01", "a.b.c = 1"]
)
def test_what_a_reader_of_toml_stumbles_over_is_refused(text) -> None:
    with pytest.raises(PolicyError, match=r"^any\.toml:1: "):
        parse(text, file="any.toml")


@given(st.integers(0, len(TEXTS[1]) - 1))
def test_a_fingerprint_is_of_each_letter(place) -> None:
    comment = f"{TEXTS[1]}# {place}\n"
    assert parse(comment, file="a.toml").fingerprint == hashlib.sha256(comment.encode()).hexdigest()
    assert parse(comment, file="a.toml").fingerprint != parse(TEXTS[1], file="a.toml").fingerprint
    assert parse(TEXTS[1], file="a.toml") == parse(TEXTS[1], file="another.toml")


@pytest.mark.parametrize("path", sorted(BUILT_IN.parent.rglob("*.toml")), ids=lambda one: one.stem)
def test_what_is_ours_is_there(path) -> None:
    policy = load(str(path))
    assert set(policy.ours) <= set(ours_may_name(policy))


def test_a_day_in_no_log_is_refused() -> None:
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        with pytest.raises(
            PolicyError, match=r"policy\.effective_from is .*, expected a date such"
        ):
            parse(TEXTS[1].replace("2026-01-01", day.isoformat()), file="any.toml")
