"""Where one record of a JSON export ends and the next begins, and what a broken one costs."""

import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_reliability.sources.json_records import MAX_RECORD, first_record, json_records

LISTS = ("items",)
KEYS = st.sampled_from(["a", "b", "é", '"', "items\n"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
OBJECTS = st.dictionaries(KEYS, st.one_of(st.none(), TEXTS, st.just([{}])))


def read(text):
    return list(json_records(lambda: StringIO(text, newline=""), LISTS))


def values(text):
    return [one.value for one in read(text)]


def places(text):
    return [(one.line, one.reason or one.text) for one in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":"1"}\n{"a":"2"}\n', id="a line each"),
        pytest.param(
            '\ufeff{"a":"1"}\r\n\r\n{"a":"2"}', id="with a byte order mark and blank lines"
        ),
        pytest.param('{"a":"1"}\r{"a":"2"}\r', id="with the line ends of old Macs"),
        pytest.param('[{"a":"1"},{"a":"2"}]', id="a list on one line"),
        pytest.param('[\n {\n "a": "1"\n },\n {"a": "2"}\n]\n', id="a list laid out"),
        pytest.param('{"items":[{"a":"1"},{"a":"2"}]}', id="a page"),
        pytest.param('{"items":[{"a":"1"}]}\n{"items":[{"a":"2"}]}', id="a page a line"),
        pytest.param('{\n"x": 1,\n"items": [\n{"a":"1"},\n{"a":"2"}\n]\n}\n', id="a page laid out"),
    ],
)
def test_records_are_found_however_they_are_laid_out(text):
    assert values(text) == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize("text", ["", "\n\n", "[]", '{"items": []}', "\ufeff"])
def test_an_export_may_hold_no_record(text):
    assert values(text) == []


def test_a_record_stands_where_it_begins():
    text = '{\n"items": [\n  {\n  "a": 1\n  },\n\n  {"a": 2}, {"a": 3}]\n}'

    assert places(text) == [(3, '{\n  "a": 1\n  }'), (7, '{"a": 2}'), (7, '{"a": 3}')]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('{"a": ', "bad_json"),
        ('{"a": "1"} {"a": "2"}', "bad_json"),
        ('{"a": "1", "a": "2"}', "bad_json"),
        ('"a"', "bad_json"),
        ("12", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"a": "\0"}', "nul_byte"),
        ('{"a": "\\u0000"}', "nul_byte"),
        ('{"a": "\udcff"}', "bad_encoding"),
        ('{"a": "\\ud800"}', "bad_encoding"),
        ('{"a": "' + "x" * MAX_RECORD + '"}', "long_row"),
    ],
)
def test_a_broken_record_takes_no_other_with_it(broken, reason):
    found = read(f'{{"a":"1"}}\n{broken}\n{{"a":"2"}}\n')

    assert [(one.line, one.reason) for one in found] == [(1, None), (2, reason), (3, None)]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("[}", "bad_json"),
        ('{"a": 1, "a": 2}', "bad_json"),
        ('{"a": {"b": 1, "b": 2}}', "bad_json"),
        ('{"a": "\0"}', "nul_byte"),
        ('{"a": "\udcff"}', "bad_encoding"),
        ('"a"', "bad_json"),
    ],
)
def test_a_broken_record_of_a_page_on_one_line_costs_what_it_must(broken, reason):
    found = read(f'{{"items": [{{"a": "1"}}, {broken}, {{"a": "2"}}]}}\n{{"a": "3"}}\n')

    given = [one.value["a"] for one in found if one.value]
    assert given == (["1", "3"] if broken == "[}" else ["1", "2", "3"])
    assert [one.reason for one in found if one.reason] == [reason]


@pytest.mark.parametrize("broken", ['{"a": ', '{"items":[{"a":"1"}', '[{"a":"1"},'])
def test_a_broken_first_line_takes_no_other_with_it(broken):
    found = values(f'{broken}\n{{"a":"2"}}\n{{"a":"3"}}\n')

    assert [one for one in found if one and one["a"] != "1"] == [{"a": "2"}, {"a": "3"}]
    assert None in found


def test_a_document_that_breaks_off_gives_what_came_before_and_one_broken_rest():
    text = '{"items": [\n{"a": 1},\n{"a": 2},\n{"a"\n:\n'

    assert [(one.line, one.reason) for one in read(text)] == [
        (2, None),
        (3, None),
        (3, "bad_json"),
    ]


def test_numbers_keep_their_digits():
    assert values('{"a": 12345678901234567890, "b": 1.10}') == [
        {"a": "12345678901234567890", "b": "1.10"}
    ]


def test_a_claim_sees_the_first_record_of_a_text_that_is_cut():
    cut = '{"kind": "page", "items": [{"a": "1"}, {"a": "2'

    assert first_record(cut, LISTS) == ({"a": "1"}, {"kind": "page"})


@given(st.lists(OBJECTS), st.sampled_from([None, 0, 2]))
def test_a_document_gives_what_its_list_holds(objects, indent):
    assert values(json.dumps(objects, indent=indent)) == objects


@given(st.lists(OBJECTS.filter(lambda one: "items" not in one), min_size=1))
def test_lines_give_one_record_each(objects):
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)

    assert [(one.line, one.value) for one in read(text)] == list(enumerate(objects, 1))


@given(st.text(alphabet='[]{}",:\n \\u0d8ae', max_size=40))
def test_whatever_the_text_no_character_of_a_record_is_lost(text):
    kept = "".join(one.text for one in read(text))

    assert set(text) - set(kept) <= set('[]{},:\n "ite')
