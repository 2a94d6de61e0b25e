"""A night asks its checks of what it wrote; a person may have all rows asked again."""

import shutil
from pathlib import Path

import duckdb
import pytest


@pytest.fixture
def home(tmp_path, small_home) -> Path:
    """Give a home whose night is over, in which a row that was proven then has been spoiled."""
    home = tmp_path / "home"
    shutil.copytree(small_home, home, symlinks=True)
    with duckdb.connect(str(home / "warehouse.duckdb")) as con:
        con.execute(
            "update core.session_outcomes set in_late = true, in_exposure = false "
            "where session_id = (select min(session_id) from core.session_outcomes "
            "where not in_late and not in_exposure)"
        )
    return home


def test_a_proven_row_is_asked_again_when_a_person_wants_everything_checked(
    home, small_logs, tutor_reliability
) -> None:
    ended = tutor_reliability("run", "--logs", small_logs, "--home", home, "--check-everything")

    assert ended.code == 7
    assert "core.session_outcomes late_lies_in_the_exposure" in ended.err
