"""Why is this session not counted? `explain` answers for any row that ever arrived."""

import json

import duckdb
import pytest


@pytest.fixture(scope="module")
def marts(small_home):
    """Give the first row of a published table of the small night."""

    def one(table: str, where: str):
        path = small_home / "published/current/marts" / f"{table}.parquet"
        return duckdb.sql(f"from read_parquet('{path}') where {where}").fetchall()[0]

    return one


def test_a_session_of_the_night_says_what_it_counts_for(
    tutor_reliability, small_home, marts
) -> None:
    session_id, tutor_id = marts("core.session_outcomes", "in_late order by session_id")[:2]

    ended = tutor_reliability("explain", session_id, "--home", small_home)

    assert ended.code == 0, ended.err
    assert f"tutor {tutor_id}" in ended.out
    assert "counts, as late" in ended.out


def test_a_rejected_row_names_its_line_and_its_reason(tutor_reliability, small_home, marts) -> None:
    _, log, file, line, reason, _, text = marts(
        "raw.rejected_rows", "log = 'sessions' and reason = 'sentinel_date' order by line"
    )
    session_id = text.split(",")[0]

    ended = tutor_reliability("explain", session_id, "--home", small_home)

    assert ended.code == 0, ended.err
    assert f"rejected: {file}:{line}, {log}, {reason}: scheduled_start is" in ended.out
    told = json.loads(tutor_reliability("explain", session_id, "--json", "--home", small_home).out)
    assert (told["session"], told["rejected"][0]["line"]) == (None, line)
    nearly = tutor_reliability("explain", session_id[:-1], "--home", small_home)
    assert (nearly.code, "no such tutor or session" in nearly.err) == (10, True)
