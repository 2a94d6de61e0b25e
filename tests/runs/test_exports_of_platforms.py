"""A night over platforms' exports as they are, each read by its own source."""

import shutil
from pathlib import Path

import duckdb
import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sources"


@pytest.fixture
def logs(tmp_path):
    """Lay the exports of three platforms beside one another, and a file that nobody reads."""
    folder = tmp_path / "logs"
    folder.mkdir()
    shutil.copy(FIXTURES / "calcom" / "webhooks.jsonl", folder / "calcom.jsonl")
    shutil.copy(FIXTURES / "calendly" / "webhooks.jsonl", folder / "calendly.jsonl")
    for path in (FIXTURES / "square").iterdir():
        shutil.copy(path, folder)
    (folder / "notes.txt").write_text("call Ann")
    return folder


def test_a_night_over_the_exports_of_three_platforms(tutor_reliability, logs, tmp_path):
    home = tmp_path / "home"
    ended = tutor_reliability("run", "--logs", logs, "--home", home, "--as-of", "2026-03-20")

    assert ended.code == 0, ended.err
    assert "passed over, no source claims them: notes.txt" in ended.out
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as con:
        late = con.execute(
            "select session_id from core.session_outcomes where is_late and blame = 'tutor' "
            "order by session_id"
        ).fetchall()
        sources = con.execute(
            "select distinct source from raw.deliveries order by source"
        ).fetchall()
    assert late == [("bk02",), ("https://api.calendly.com/scheduled_events/E1",), ("uidA",)]
    assert sources == [("calcom",), ("calendly",), ("square",)]


@pytest.mark.parametrize(
    ("source", "code"), [("", 3), ("calcom", 0), ("canonical", 0), ("calcon", 6)]
)
def test_two_claims_end_in_one_line_and_a_name_decides(tutor_reliability, logs, source, code):
    (logs / "calcom.jsonl").rename(logs / "sessions.jsonl")
    asked = ("--source", source) if source else ()
    ended = tutor_reliability("sources", "--logs", logs, *asked)

    assert ended.code == code
    assert len(ended.err.splitlines()) == (1 if code else 0)
    if code == 3:
        assert "sessions.jsonl: is claimed by the name of the log sessions" in ended.err
        assert "by the adapter calcom" in ended.err
