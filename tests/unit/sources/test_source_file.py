"""A source file says how logs are read, or is refused in one line that says where."""

import pytest

from tutor_reliability.errors import SourceError
from tutor_reliability.sources import CANONICAL, Source, load


@pytest.fixture
def source_of(tmp_path):
    def write(text):
        path = tmp_path / "salon.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return write


def test_an_empty_file_is_the_canonical_source_by_another_name(source_of):
    assert source_of("") == Source(name="salon")


def test_the_canonical_source_asks_for_offsets_and_utf_8():
    assert (CANONICAL.timezone, CANONICAL.encoding, CANONICAL.null_strings) == (
        None,
        "utf-8",
        ("",),
    )


def test_everything_that_a_source_can_say(source_of):
    source = source_of(
        """
        name = "Salon Lisboa"
        adapter = "canonical"
        timezone = "Europe/Lisbon"
        overrides_offset = true
        encoding = "cp1252"
        null_strings = ["NULL", ""]
        precision = "minute"
        max_orphan_share = 0.1

        [columns.sessions]
        session_id = "Ref"

        [values.cancellations.initiator]
        CANCELLED_BY_SELLER = "tutor"
        "" = "unknown"

        [date_formats.sessions]
        scheduled_start = ["%d/%m/%Y %H:%M"]
        """
    )

    assert source == Source(
        name="Salon Lisboa",
        timezone="Europe/Lisbon",
        overrides_offset=True,
        encoding="cp1252",
        null_strings=("", "NULL"),
        precision="minute",
        max_orphan_share=0.1,
        columns={"sessions": {"session_id": "Ref"}},
        values={"cancellations": {"initiator": {"CANCELLED_BY_SELLER": "tutor", "": "unknown"}}},
        date_formats={"sessions": {"scheduled_start": ("%d/%m/%Y %H:%M",)}},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "timezon = 'UTC'",
            "salon.toml: timezon is unknown, expected one of name, .*; did you mean 'timezone'?",
        ),
        ("name = ''", "salon.toml: name is '', expected text that is not empty"),
        (
            "adapter = 'calcon'",
            "salon.toml: adapter is 'calcon', expected one of canonical, calcom",
        ),
        ("timezone = 'Lisbon'", "timezone is 'Lisbon', expected an IANA zone such as"),
        ("timezone = '../etc'", "timezone is '../etc', expected an IANA zone such as"),
        ("overrides_offset = 1", "overrides_offset is 1, expected true or false"),
        ("overrides_offset = true", "overrides_offset is true, expected a timezone beside it"),
        ("encoding = 'utf-88'", "encoding is 'utf-88', expected a text encoding such as"),
        ("encoding = 'base64'", "encoding is 'base64', expected a text encoding such as"),
        ("null_strings = 'NULL'", "null_strings is 'NULL', expected a list of texts"),
        ("null_strings = [1]", r"null_strings is \[1\], expected a list of texts"),
        ("precision = 'days'", "precision is 'days', expected one of second, minute, day; did you"),
        ("max_orphan_share = 5", "max_orphan_share is 5, expected a share from 0 to 1"),
        ("max_orphan_share = true", "max_orphan_share is True, expected a share from 0 to 1"),
        ("columns = 1", "columns is 1, expected a table"),
        ("columns.session.x = 'y'", "columns.session is unknown, .*; did you mean 'sessions'?"),
        (
            "columns.sessions.tutor = 'y'",
            "columns.sessions.tutor is unknown, .*; did you mean 'tutor_id'?",
        ),
        ("columns.sessions.known_at = 'y'", "columns.sessions.known_at is unknown"),
        ("columns.sessions.subject = 1", "columns.sessions.subject is 1, expected text"),
        (
            "columns.tutors = {status = 'a', timezone = 'a'}",
            "columns.tutors.timezone is 'a', expected a column that status does not take",
        ),
        (
            "values.sessions.status.Done = 'complete'",
            "status.Done is 'complete', expected one of .*; did you mean 'completed'",
        ),
        (
            "values.sessions.status = 'completed'",
            "values.sessions.status is 'completed', expected a table",
        ),
        (
            "date_formats.sessions.status = ['%d']",
            "date_formats.sessions.status is .*, expected formats for a column of times only",
        ),
        (
            "date_formats.tutors.joined_at = []",
            "date_formats.tutors.joined_at is .*, expected a list of formats",
        ),
        ("date_formats.tutors.joined_at = ['%d/%m']", "expected a year in '%d/%m', such as %Y"),
        ("date_formats.tutors.joined_at = ['%d/%Y']", "expected a month in '%d/%Y'"),
        ("date_formats.tutors.joined_at = ['%m/%Y']", "expected a day in '%m/%Y'"),
        (
            "date_formats.tutors.joined_at = ['%d/%m/%Q']",
            "strptime's directives; %Q is not one of them",
        ),
        (
            "date_formats.sessions.booked_at = ['%d/%m/%Y']",
            "date_formats.sessions.booked_at has '%d/%m/%Y', which states no offset",
        ),
        (
            """
            timezone = 'UTC'
            overrides_offset = true
            date_formats.sessions.booked_at = ['%d/%m/%Y %z']
            """,
            "booked_at has '%d/%m/%Y %z', which reads the offset that overrides_offset",
        ),
        ("name = ", "salon.toml: is not TOML: "),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(source_of, text, said):
    with pytest.raises(SourceError, match=said) as refused:
        source_of(text)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "date_formats.tutors.joined_at = ['%d/%m/%Y', '%j %Y']",
        "timezone = 'UTC'\ndate_formats.sessions.booked_at = ['%-d %b %y %I:%M %p']",
        "date_formats.sessions.booked_at = ['%Y-%m-%d %H:%M%z']",
    ],
)
def test_formats_that_can_be_meant(source_of, text):
    assert source_of(text).date_formats


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(
        SourceError, match=r"nowhere.toml: no such file, expected a source file in TOML"
    ):
        load(tmp_path / "nowhere.toml")


def test_a_file_that_is_a_folder(tmp_path):
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        load(tmp_path)


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "salon.toml"
    path.write_bytes(b"\xff")

    with pytest.raises(SourceError, match="is not UTF-8, expected TOML"):
        load(path)
