"""What was planted is listed, is where the list says, and shows in the logs."""

import polars as pl
import pytest

from tutor_reliability.simulate.dirt_kinds import KINDS
from tutor_reliability.simulate.tutors import ARCHETYPES

DISPOSITIONS = {"landed", "warned", "duplicate", "superseded", "rejected"}


def test_every_tutor_is_listed_once(usual):
    assert usual.truth()["tutor_id"].to_list() == usual.log("tutors")["tutor_id"].to_list()


def test_every_archetype_has_its_share(usual):
    found = dict(usual.truth()["archetype"].value_counts().iter_rows())

    assert found == usual.summary.archetypes
    assert sum(archetype.share for archetype in ARCHETYPES) == pytest.approx(1)
    for archetype in ARCHETYPES:
        assert found[archetype.name] == pytest.approx(300 * archetype.share, abs=1)


def test_true_rates_lie_in_the_range_of_the_archetype(usual):
    late = {archetype.name: archetype.late for archetype in ARCHETYPES}
    for name, rate in usual.truth().select("archetype", "late_rate_before").iter_rows():
        low, high = late[name]
        assert low <= rate <= high


def test_only_decliners_change(usual):
    changed = usual.truth().filter(pl.col("late_rate_before") != pl.col("late_rate_after"))

    assert set(changed["archetype"]) == {"decliner"}
    assert changed["change_day"].null_count() == 0
    assert usual.truth()["change_day"].count() == len(changed)


@pytest.mark.parametrize("layout", ["small", "small_by_night"])
def test_every_planted_row_is_where_the_list_says(request, layout):
    world = request.getfixturevalue(layout)
    planted = world.planted()

    assert len(planted) >= len(KINDS)
    for log in planted["log"].unique():
        listed = planted.filter(pl.col("log") == log)
        found = listed.join(world.log(log), on=["file", "line"], how="left", maintain_order="left")
        key = world.log(log).columns[0]
        assert found[key].to_list() == listed["id"].to_list()


def test_every_kind_of_dirt_is_planted_by_the_handful(usual):
    planted = usual.planted()
    for kind in KINDS:
        assert 1 <= planted.filter(log=kind.log, kind=kind.name).height <= 8
    assert set(planted["disposition"]) == DISPOSITIONS
    assert usual.summary.planted == len(planted)


def test_dirt_stays_far_below_what_a_gate_would_stop(usual):
    orphans = usual.planted().filter(kind="orphan")

    assert len(usual.planted()) / sum(usual.summary.rows.values()) < 0.002
    assert len(orphans) / usual.summary.rows["cancellations"] < 0.001


def test_a_world_too_small_to_carry_dirt_has_none(make_world):
    assert make_world(tutors=5, days=20).planted().is_empty()


def test_incidents_are_listed_without_a_line(usual):
    incidents = usual.truth_rows().filter(pl.col("line").is_null())

    assert incidents["kind"].to_list() == ["platform_outage"] * 3 + ["regional_event"] * 2


@pytest.fixture(scope="module")
def taught(usual):
    """Each session up to the last day with its archetype and hours of notice, if cancelled."""
    time = pl.col("scheduled_start", "cancelled_at", "updated_at").str.to_datetime(time_zone="UTC")
    cancelled = usual.clean("cancellations").select(
        "session_id", "cancelled_at", "initiator", "on_behalf_of"
    )
    sessions = usual.clean("sessions").join(cancelled, on="session_id", how="left")
    notice = (pl.col("scheduled_start") - pl.col("cancelled_at")).dt.total_seconds() / 3600
    by_tutor = (pl.col("initiator") == "tutor") & pl.col("on_behalf_of").is_null()
    return (
        sessions.filter(pl.col("scheduled_start") < "2026-11-01")
        .with_columns(time)
        .with_columns(notice=notice, by_tutor=by_tutor.fill_null(value=False))
        .with_columns(late=(pl.col("by_tutor") & (pl.col("notice") < 24)).fill_null(value=False))
        .join(usual.truth(), on="tutor_id")
    )


def share(taught, archetype, what):
    return taught.filter(archetype=archetype).select(what.fill_null(value=False).mean()).item()


def test_the_marketplace_as_a_whole_is_rarely_late(usual, taught):
    assert 0.02 < usual.summary.late_rate < 0.04
    missed = pl.col("late") | (pl.col("status") == "no_show_tutor")
    assert taught.select(missed.mean()).item() == pytest.approx(usual.summary.late_rate, abs=0.001)


def test_chronic_tutors_are_late_several_times_as_often_as_good_ones(taught):
    late = pl.col("late")

    assert share(taught, "chronic", late) > 4 * share(taught, "good", late)
    assert share(taught, "good", late) < share(taught, "grey", late)


def test_decliners_change_on_their_day(taught):
    after = pl.col("scheduled_start").dt.date() >= pl.col("change_day")
    decliners = taught.filter(archetype="decliner")

    before_and_after = [decliners.filter(when)["late"].mean() for when in (~after, after)]
    assert before_and_after[1] > 3 * before_and_after[0]


def test_line_sitters_cancel_just_outside_the_line(taught):
    near = pl.col("by_tutor") & pl.col("notice").is_between(24, 26)

    assert share(taught, "line_sitter", near) > 0.07
    assert share(taught, "good", near) < 0.005


def test_some_line_sitters_move_a_session_before_they_cancel_it(taught):
    near = pl.col("by_tutor") & pl.col("notice").is_between(24, 26)
    moved = taught.filter(near, pl.col("original_start").is_not_null(), archetype="line_sitter")

    assert len(moved) > 0


def test_students_of_proxies_cancel_late(taught):
    late = (pl.col("initiator") == "student") & (pl.col("notice") < 24)

    assert share(taught, "proxy", late) > 3 * share(taught, "good", late)


def test_no_showers_do_not_come(taught):
    missed = pl.col("status") == "no_show_tutor"

    assert share(taught, "no_shower", missed) > 0.05
    assert share(taught, "good", missed) < 0.003


def test_most_of_a_long_illness_is_excused(usual, taught):
    spell = pl.col("planted").str.extract(r"ill from (\S+)").str.to_date()
    days = pl.duration(days=pl.col("planted").str.extract(r"for (\d+) days").cast(pl.Int64))
    day = pl.col("scheduled_start").dt.date()
    ill = taught.filter(
        pl.col("by_tutor"), (day >= spell) & (day < spell + days), archetype="sick_weeks"
    )
    accepted = usual.log("contacts").filter(decision="accepted")

    assert len(ill) > 20
    assert len(ill.join(accepted, on="session_id", how="semi")) / len(ill) > 0.7


def test_newcomers_joined_in_the_last_weeks(usual):
    newcomers = usual.truth().filter(archetype="newcomer")["tutor_id"]
    joined = usual.log("tutors").filter(pl.col("tutor_id").is_in(newcomers.implode()))["joined_at"]

    assert joined.min() > "2026-09-01"


def test_each_low_volume_tutor_was_late_once_of_late(taught):
    few = (
        taught.filter(archetype="low_volume")
        .group_by("tutor_id")
        .agg(pl.col("late").sum(), pl.len())
    )

    assert few["late"].min() >= 1
    assert few["len"].max() < 80


def test_an_outage_hits_a_share_of_everybody(usual, taught):
    outage = usual.truth_rows().filter(kind="platform_outage")["id"][0][:10]
    that_day = pl.col("scheduled_start").dt.date().cast(pl.String) == outage
    hit = (pl.col("notice") < 10).fill_null(value=False)

    assert taught.filter(that_day).select(hit.mean()).item() > 0.2
    assert taught.filter(~that_day).select(hit.mean()).item() < 0.06


def test_hostile_names_are_spelled_to_the_letter(usual):
    names = usual.log("tutors")["display_name"]

    assert {"<b>Bob</b>", "=cmd|' /C calc'!A0", "O'Brien, Anna"} <= set(names)
    assert names.null_count() == 1
