"""Every figure of a sentence about evidence can be added up again from the published rows."""

import re
import shutil

import duckdb
import pytest

from tutor_reliability.answers import Published
from tutor_reliability.evidence.rows import Signal
from tutor_reliability.evidence_again.found import figures_of

SAID = {
    "separate events",
    "trials",
    "events now",
    "events before",
    "spells",
    "students affected",
    "at the limit, once in",
    "chance",
    "rate from",
    "rate to",
    "clean weeks",
    "expected of peers",
    "where peers are, once in",
    "chance after them",
}
NOTED = (
    "select tutor_id, signal from {review.signals} where len(session_ids) > 0 "
    "and signal in ('late_sessions', 'wiped_days') order by tutor_id, signal"
)


@pytest.fixture(scope="module")
def run(small_home):
    return Published((small_home / "published/current").resolve())


def test_the_rows_give_every_figure_of_everybody(run) -> None:
    named: set[str] = set()
    for one in run.rows("select distinct tutor_id from {review.signals}"):
        found = run.explain(one["tutor_id"]).evidence
        for signal in (Signal.of(row) for row in found.signals):
            figures = figures_of(found, signal)

            assert [figure for figure in figures if not figure.agrees] == [], one
            named |= {figure.name for figure in figures}

    assert named >= SAID
    assert any(name.startswith("chance on ") for name in named)
    assert any(name.endswith(" excused") for name in named)


def test_a_wrong_chance_in_the_tables_is_told(run, tutor_reliability, small_home, tmp_path) -> None:
    """The table of one copy of the home says that the likeliest of all is hardly likely."""
    whose = run.rows(
        "select tutor_id, signal, chance from {review.signals} "
        "where signal = 'late_sessions' order by chance desc nulls last limit 1"
    )[0]
    home = tmp_path / "home"
    shutil.copytree(small_home / "published", home / "published", symlinks=True)
    table = next((home / "published").glob("current/marts/review.signals.parquet")).resolve()
    wrong = duckdb.read_parquet(str(table)).project(
        "* replace (case when tutor_id = $$"
        + whose["tutor_id"]
        + "$$ and signal = 'late_sessions' then 0.01 else chance end as chance)"
    )
    wrong.write_parquet(str(tmp_path / "wrong.parquet"))
    (tmp_path / "wrong.parquet").replace(table)

    told = tutor_reliability("explain", whose["tutor_id"], "--home", home)

    assert told.code == 0, told.err
    assert f"      chance: {whose['chance']:.3%}".replace("%", " %") in told.out
    assert ", but the table says 1.000 %" in told.out
    assert re.search(r"Figures computed again from the rows: \d+, 1 disagrees", told.out)


def test_the_flags_of_a_night_say_the_evidence_they_rest_on(run) -> None:
    flags = run.rows("select rule, sentence from {review.flags} where tested[1] like 'current_%'")
    assert flags

    for one in flags:
        assert "Chance that the current rate is above the limit:" in one["sentence"], one


def test_the_sessions_behind_a_chance_lead_down_to_log_rows(
    run, tutor_reliability, small_home
) -> None:
    tutor_id = run.rows(NOTED)[0]["tutor_id"]
    told = tutor_reliability("explain", tutor_id, "--home", small_home)
    assert told.code == 0, told.err
    assert "but the table says" not in told.out
    assert re.search(r"Figures computed again from the rows: \d+, all agree", told.out)

    block = told.out.split("Late sessions it looked at:")[1]
    session_id, place = re.search(r"^ +\S+  (\S+) .*\[(\S+?)[,\]]", block, re.MULTILINE).groups()
    followed = tutor_reliability("explain", session_id, "--home", small_home)

    assert followed.code == 0, followed.err
    assert place in followed.out
    assert f"tutor {tutor_id}" in followed.out
