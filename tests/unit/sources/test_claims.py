"""One file, one source: names, globs and content claim, two claims are refused by name."""

import json

import pytest

from tutor_reliability.errors import LogError, SourceError
from tutor_reliability.landing import discover, unclaimed
from tutor_reliability.landing.discover import claimed
from tutor_reliability.sources import ADAPTERS, CANONICAL, named

CALCOM = json.dumps(
    {"triggerEvent": "BOOKING_CREATED", "createdAt": "2026-03-01T09:00:00Z", "payload": {}}
)
CSV = "session_id,tutor_id,scheduled_start,status\n"
BOOKINGS = 'log = ["sessions", "cancellations"]\n'


@pytest.fixture
def logs(tmp_path):
    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".", 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def claims(folder, asked=()):
    """Say by name who reads each file, as which logs."""
    return {
        name: (claim.source.name, claim.logs) if claim else None
        for _, name, claim in claimed(folder, asked)
    }


def test_an_export_is_known_by_what_stands_in_it_whatever_its_name(logs):
    folder = logs(hooks_jsonl=CALCOM, notes_jsonl='{"a": 1}', archive__old_json=f"[{CALCOM}]")

    assert claims(folder) == {
        "archive/old.json": ("calcom", ("sessions", "cancellations")),
        "hooks.jsonl": ("calcom", ("sessions", "cancellations")),
        "notes.jsonl": None,
    }
    assert unclaimed(folder) == ["notes.jsonl"]


def test_an_export_is_both_logs(logs):
    folder = logs(hooks_jsonl=CALCOM)

    assert [(file.log, file.relative) for file in discover(folder)] == [
        ("sessions", "hooks.jsonl"),
        ("cancellations", "hooks.jsonl"),
    ]


def test_a_canonical_name_on_an_export_is_refused_with_both_named(logs):
    folder = logs(sessions_jsonl=CALCOM)

    with pytest.raises(LogError, match="the name of the log sessions and by the adapter calcom"):
        claims(folder)


@pytest.mark.parametrize(("asked", "reader"), [("calcom", "calcom"), ("canonical", "canonical")])
def test_a_source_asked_for_by_name_reads_what_two_claim(logs, asked, reader):
    folder = logs(sessions_jsonl=CALCOM)

    assert claims(folder, named(asked))["sessions.jsonl"][0] == reader


def test_a_source_file_claims_by_its_globs_and_others_go_on_as_ever(logs):
    folder = logs(
        square_toml='files = ["square-*.csv"]\n' + BOOKINGS,
        **{"square-may_csv": CSV, "sessions_csv": CSV, "in__square-june_csv": CSV},
    )

    assert claims(folder) == {
        "in/square-june.csv": ("square", ("sessions", "cancellations")),
        "sessions.csv": ("canonical", ("sessions",)),
        "square-may.csv": ("square", ("sessions", "cancellations")),
    }


def test_several_sources_read_one_directory_each_its_own(logs):
    folder = logs(
        a_toml='files = ["a-*.csv"]\nlog = "sessions"',
        b_toml='files = ["b-*.csv"]\nlog = "cancellations"\ntimezone = "Europe/Rome"',
        hooks_jsonl=CALCOM,
        **{"a-1_csv": CSV, "b-1_csv": CSV},
    )

    assert {name: source for name, (source, _) in claims(folder).items()} == {
        "a-1.csv": "a",
        "b-1.csv": "b",
        "hooks.jsonl": "calcom",
    }


def test_two_source_files_that_claim_one_file_are_refused_with_both_named(logs):
    folder = logs(
        a_toml='files = ["*.csv"]\nlog = "sessions"',
        b_toml='files = ["x*.csv"]\nlog = "sessions"',
        x_csv=CSV,
    )

    with pytest.raises(LogError, match=r"x.csv: is claimed by a.toml and by b.toml, expected one"):
        claims(folder)


def test_two_tables_of_one_source_file_that_claim_one_file_are_refused(logs):
    tables = '[[files]]\nglob = "x*.csv"\nlog = "sessions"\n'
    folder = logs(a_toml=tables * 2, x_csv=CSV)

    with pytest.raises(LogError, match=r"x.csv: is claimed by a.toml and by a.toml"):
        claims(folder)


def test_a_source_file_takes_the_place_of_its_adapter_and_of_the_canonical_names(logs):
    folder = logs(
        ours_toml='adapter = "calcom"\nfiles = ["hooks*.jsonl"]',
        zone_toml='files = ["sessions*.csv"]\ntimezone = "Europe/Rome"',
        hooks_jsonl=CALCOM,
        sessions_csv=CSV,
    )

    assert claims(folder) == {
        "hooks.jsonl": ("ours", ("sessions", "cancellations")),
        "sessions.csv": ("zone", ("sessions",)),
    }


def test_a_source_file_asked_for_by_name_reads_what_nobody_else_claims(logs):
    folder = logs(hooks_jsonl='{"broken": true}', sessions_csv=CSV, notes_txt="")
    (folder / "ours.toml").write_text('adapter = "calcom"')

    assert claims(folder, named(str(folder / "ours.toml"))) == {
        "hooks.jsonl": ("ours", ("sessions", "cancellations")),
        "notes.txt": None,
        "sessions.csv": ("canonical", ("sessions",)),
    }


def test_a_source_file_asked_for_takes_the_canonical_logs(logs):
    folder = logs(sessions_csv=CSV)
    (folder / "salon.toml").write_text('timezone = "Europe/Lisbon"')

    assert claims(folder, named(str(folder / "salon.toml")))["sessions.csv"][0] == "salon"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            {"salon_toml": 'timezone = "UTC"'}, "salon.toml: files is missing", id="no files"
        ),
        pytest.param(
            {
                "a_toml": 'name = "x"\nfiles = ["a*"]',
                "b_toml": 'name = "x"\nfiles = ["b*"]',
            },
            "b.toml: name is 'x', which a.toml is called, too",
            id="namesakes",
        ),
    ],
)
def test_a_source_file_that_claims_nothing_or_ambiguously_is_refused(logs, files, said):
    with pytest.raises(SourceError, match=said):
        claims(logs(**files))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("export_csv", "a name that begins with a log, or a log beside its files in s.toml"),
        ("sessions_xlsx", "expected its name to end in one of .csv"),
    ],
)
def test_a_claimed_file_that_cannot_be_read_as_a_log_is_refused(logs, name, said):
    folder = logs(s_toml='files = ["export*", "*.xlsx"]', **{name: CSV})

    with pytest.raises(LogError, match=said):
        claims(folder)


@pytest.mark.parametrize("name", ["canonical", *(adapter.name for adapter in ADAPTERS)])
def test_each_built_in_source_can_be_asked_for(name):
    (source,) = named(name)

    assert (source.name, source.adapter) == (name, name)


def test_nothing_asked_for_is_no_source():
    assert named("") == ()
    assert named("canonical") == (CANONICAL,)


def test_a_source_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(SourceError, match=r"calcon: no such source, .*; did you mean 'calcom'"):
        named("calcon")


def test_an_export_that_cannot_be_unpacked_is_claimed_by_nobody(tmp_path):
    (tmp_path / "hooks.jsonl.gz").write_bytes(b"\x1f\x8b\x08broken")

    assert unclaimed(tmp_path) == ["hooks.jsonl.gz"]
