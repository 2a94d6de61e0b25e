"""Every SQL model is one select that reads what has a contract and binds what a night gives."""

from datetime import date

import pytest

from assets import sql
from quality import limits
from tutor_reliability.evidence_build.exposure import exposure_values
from tutor_reliability.night import Night
from tutor_reliability.policy import load
from tutor_reliability.policy.rows import parameters
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import connect, read_model

NIGHT = Night(as_of=date(2026, 6, 30), timezone="UTC")
OF_THE_NIGHT = {"as_of", "known_until"}
OF_THE_LAST_BUILD = {"rebuild", "last_as_of", "last_known_until", "last_delivery_id"}
OF_WINDOWS = {"windows", "longest_window"}
OF_BURSTS = set(limits.bursts())
OF_THE_ROSTER = {"known_zones"}
OF_STALE_DAYS = {"since", "until", "every_day"}
OF_EVIDENCE = set(exposure_values(load("itutor").evidence, NIGHT)) | {"one_in", "only_late"}
OF_SIDE_DETECTORS = {
    "before_day",
    "near_seconds",
    "inside_seconds",
    "outside_seconds",
    "whole_hour_seconds",
    "min_events",
    "shape",
    "rate",
    "most_students",
    "published_after",
    "quiet_days",
    "pair_sessions",
    "sunday",
    "origin",
    "part_us",
    "whole_parts",
}
GIVEN = OF_THE_NIGHT | OF_THE_LAST_BUILD | OF_WINDOWS | OF_BURSTS | OF_THE_ROSTER
GIVEN |= OF_STALE_DAYS
GIVEN |= OF_EVIDENCE | OF_SIDE_DETECTORS
GIVEN |= set(parameters(load("itutor")))
HANDED_OVER = {
    "stage.evidence_gaps",
    "stage.evidence_asked",
    "stage.evidence_followed",
    "stage.evidence_noted",
    "stage.signal_asked",
}


@pytest.fixture(scope="module")
def models():
    with connect() as con:
        return {name: read_model(con, name, sql.model(name)) for name in sql.names()}


def test_a_model_reads_tables_of_the_contract_or_a_step_before_it(models) -> None:
    known = TABLES.keys() | models.keys() | HANDED_OVER
    strangers = {name: set(one.reads) - known for name, one in models.items()}
    assert not any(strangers.values()), strangers


def test_a_model_binds_only_what_a_night_or_its_policy_gives(models) -> None:
    unbound = {name: set(one.parameters) - GIVEN for name, one in models.items()}
    assert not any(unbound.values()), unbound


def test_a_policy_gives_nothing_that_no_model_asks_for(models) -> None:
    bound = {name for one in models.values() for name in one.parameters}
    assert set(parameters(load("itutor"))) - bound == set()


def test_no_model_reads_itself_except_what_it_built_before(models) -> None:
    own = {name for name, one in models.items() if name in one.reads}
    assert own == {"core.session_outcomes"}


@pytest.mark.parametrize("text", ["select 1; select 2", "delete from raw.sessions", "selec 1"])
def test_what_is_not_one_select_is_no_model(text) -> None:
    with connect() as con, pytest.raises(ValueError, match="is not one select"):
        read_model(con, "ours", text)


def test_a_value_that_nobody_gives_is_named(world) -> None:
    with pytest.raises(KeyError, match="binds \\$known_until"):
        world.opened.stage("stage.tutors", sql.model("mart.tutors"), {})
