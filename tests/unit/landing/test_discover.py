"""Which files are taken for which log, in which order."""

import pytest

from tutor_reliability.errors import LogError
from tutor_reliability.landing import discover, unclaimed


@pytest.fixture
def logs(tmp_path):
    def touch(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path

    return touch


def found(folder):
    return [(file.log, file.relative) for file in discover(folder)]


def test_a_log_is_a_file_or_a_folder_of_its_name(logs):
    folder = logs("sessions-2026.csv.gz", "cancellations/2026-01-01.parquet", "TUTORS.ndjson")

    assert found(folder) == [
        ("sessions", "sessions-2026.csv.gz"),
        ("cancellations", "cancellations/2026-01-01.parquet"),
        ("tutors", "TUTORS.ndjson"),
    ]


def test_sessions_come_first_and_numbers_count_as_numbers(logs):
    folder = logs("cancellations.csv", "sessions_10.csv", "sessions_9.csv", "contacts.jsonl")

    assert [name for _, name in found(folder)] == [
        "sessions_9.csv",
        "sessions_10.csv",
        "cancellations.csv",
        "contacts.jsonl",
    ]


def test_the_name_of_the_file_goes_before_the_name_of_the_folder(logs):
    folder = logs("sessions/cancellations.csv", "sessions/a.csv")

    assert found(folder) == [
        ("sessions", "sessions/a.csv"),
        ("cancellations", "sessions/cancellations.csv"),
    ]


def test_what_nobody_claims_is_named_and_hidden_files_are_not(logs):
    folder = logs(
        "sessions.csv", "cancellations.csv", "README.md", "truth.csv", ".sessions.csv.swp"
    )

    assert unclaimed(folder) == ["README.md", "truth.csv"]


def test_a_name_of_a_log_with_an_unknown_ending_is_not_read(logs):
    folder = logs("sessions.csv", "cancellations.csv", "sessions.xlsx")

    assert unclaimed(folder) == ["sessions.xlsx"]


def test_a_folder_that_links_to_itself_is_walked_once(logs):
    folder = logs("sessions/a.csv", "cancellations.csv")
    (folder / "sessions" / "again").symlink_to(folder)

    assert len(found(folder)) == 2


@pytest.mark.parametrize("missing", ["sessions", "cancellations"])
def test_both_logs_are_needed(logs, missing):
    other = {"sessions": "cancellations", "cancellations": "sessions"}[missing]
    folder = logs(f"{other}.csv", "notes.txt")

    with pytest.raises(
        LogError, match=f"no {missing} log, expected .* found {other}.csv, notes.txt"
    ):
        discover(folder)


def test_a_directory_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(LogError, match="no such directory, expected the directory that holds"):
        discover(tmp_path / "nowhere")


def test_a_file_in_place_of_the_directory_is_said_so(tmp_path):
    (tmp_path / "logs").touch()

    with pytest.raises(LogError, match="is a file, expected the directory"):
        discover(tmp_path / "logs")
