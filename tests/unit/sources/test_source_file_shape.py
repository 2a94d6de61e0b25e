"""Which files, rows and columns a source file says, and what it cannot mean."""

import pytest

from tutor_reliability.errors import SourceError
from tutor_reliability.sources import load, load_all


@pytest.fixture
def sources_of(tmp_path):
    def write(text):
        path = tmp_path / "salon.toml"
        path.write_text(text, encoding="utf-8")
        return load_all(path)

    return write


def test_globs_and_logs_may_be_one_or_several(sources_of):
    (source,) = sources_of('files = ["a*", "b*"]\nlog = ["cancellations", "sessions"]')

    assert source.files == ("a*", "b*")
    assert source.logs == ("sessions", "cancellations")
    assert source.file == "salon.toml"


def test_a_table_of_files_says_its_own_in_place_of_the_others(sources_of):
    first, second = sources_of(
        'timezone = "Europe/Rome"\nmax_orphan_share = 0.2\ndelimiter = ";"\n'
        '[[files]]\nglob = "a*"\nlog = "sessions"\n'
        '[[files]]\nglob = ["b*", "c*"]\ntimezone = "UTC"\n'
    )

    assert (first.files, first.logs, first.timezone) == (("a*",), ("sessions",), "Europe/Rome")
    assert (second.files, second.logs, second.timezone) == (("b*", "c*"), (), "UTC")
    assert {one.max_orphan_share for one in (first, second)} == {0.2}
    assert {one.name for one in (first, second)} == {"salon"}


def test_columns_of_a_list_are_put_together(sources_of):
    (source,) = sources_of('columns.sessions = {session_id = ["Day", "Code"], tutor_id = "Who"}')

    assert source.joined == {"sessions": {"session_id": ("Day", "Code")}}
    assert source.columns == {"sessions": {"tutor_id": "Who"}}


def test_what_is_fixed_may_be_that_nothing_is_told(sources_of):
    (source,) = sources_of('fixed.cancellations = {initiator = "unknown", cancelled_at = ""}')

    assert source.fixed == {"cancellations": {"initiator": "unknown", "cancelled_at": ""}}


@pytest.mark.parametrize(
    ("text", "shaped"),
    [
        ("", False),
        ('files = ["a*"]\nlog = "sessions"', False),
        ('log = ["sessions", "cancellations"]', True),
        ('delimiter = "\\t"', True),
        ('only.sessions.state = ["done"]', True),
        ('fixed.sessions.status = "completed"', True),
        ('columns.sessions.session_id = ["a", "b"]', True),
    ],
)
def test_only_what_must_be_put_together_is_read_record_by_record(sources_of, text, shaped):
    (source,) = sources_of(text)

    assert source.is_shaped is shaped


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("files = 'a*'", r"files is 'a\*', expected globs such as"),
        ("files = [1]", r"files is \[1\], expected globs"),
        ("files = ['']", "glob is .*, expected a glob such as"),
        ("[[files]]\nglob = []", r"glob is \[\], expected a glob such as"),
        ("[[files]]\nglob = 1", "glob is 1, expected a list of texts"),
        ("[[files]]\nname = 'x'", r"files\[0\].name is unknown"),
        (
            "log = 'session'",
            "log is 'session', expected one or more .*; did you mean 'sessions'",
        ),
        ("delimiter = ''", "delimiter is '', expected one character"),
        ("delimiter = '\"'", "delimiter is '\"', expected one character"),
        ("delimiter = ', '", "delimiter is ', ', expected one character"),
        ("columns.sessions.session_id = ['a']", "a list of columns to put together"),
        ("columns.sessions.session_id = ['a', 1]", "expected a list of texts"),
        ("columns.sessions.session_id = ['a', ' ']", "a list of columns to put together"),
        ("fixed.sessions.status = 'done'", "status is 'done', expected one of scheduled"),
        ("fixed.sessions.status = 1", "status is 1, expected text that is not empty"),
        ("fixed.sessions.state = 'x'", "fixed.sessions.state is unknown"),
        ("only.session.state = ['x']", "only.session is unknown"),
        ("only.sessions.state = 'x'", "state is 'x', expected a list of texts"),
        ("only.sessions.state = []", "expected the values of the rows that tell of this log"),
        (
            "adapter = 'calcom'\ncolumns.sessions.session_id = 'x'",
            "columns stands beside the adapter calcom, expected it only where",
        ),
        ("adapter = 'calcom'\nlog = 'sessions'", "log stands beside the adapter calcom"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(sources_of, text, said):
    with pytest.raises(SourceError, match=said) as refused:
        sources_of(text)

    assert "\n" not in str(refused.value)


def test_a_file_of_several_sources_is_not_taken_for_one(tmp_path):
    path = tmp_path / "salon.toml"
    path.write_text('[[files]]\nglob = "a"\n[[files]]\nglob = "b"\n', encoding="utf-8")

    with pytest.raises(SourceError, match="has 2 tables of files, expected one source"):
        load(path)
