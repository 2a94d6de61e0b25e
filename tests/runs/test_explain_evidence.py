"""Every figure of a sentence about evidence can be added up again from the published rows."""

import re

import pytest

from pipelines.telling_evidence import ground_of
from tutor_reliability.answers import Published
from tutor_reliability.evidence.recompute import recomputed
from tutor_reliability.evidence.rows import Signal

NOTED = (
    "select tutor_id, signal from {review.signals} where len(session_ids) > 0 "
    "and signal in ('late_sessions', 'wiped_days') order by tutor_id, signal"
)


@pytest.fixture(scope="module")
def run(small_home):
    return Published((small_home / "published/current").resolve())


def test_the_rows_give_every_figure_of_everybody_of_note(run) -> None:
    noted = run.rows(NOTED)
    assert noted

    for one in noted:
        found = run.explain(one["tutor_id"]).evidence
        row = next(row for row in found.signals if row["signal"] == one["signal"])
        signal = Signal.of(row)
        figures = recomputed(ground_of(found, signal), found.terms)

        assert [figure for figure in figures if not figure.agrees] == [], one


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

    block = told.out.split("Late sessions it looked at:")[1]
    session_id, place = re.search(r"^ +\S+  (\S+) .*\[(\S+?)[,\]]", block, re.MULTILINE).groups()
    followed = tutor_reliability("explain", session_id, "--home", small_home)

    assert followed.code == 0, followed.err
    assert place in followed.out
    assert f"tutor {tutor_id}" in followed.out
