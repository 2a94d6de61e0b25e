"""What Dagster shows is what the SQL does: keys are tables, dependencies are what models read."""

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets import sql
from pipelines.definitions import ASSETS, build_definitions
from pipelines.settings import Settings
from tutor_reliability.tables import TABLES
from tutor_reliability.warehouse import connect, read_model

MADE_IN = {
    "core.session_outcomes": (
        "stage.touched_sessions",
        "stage.session_facts",
        "stage.judged_sessions",
        "stage.excuse_claims",
        "core.session_outcomes",
        "stage.moved_tutors",
    ),
    "core.tutor_days": ("core.tutor_days",),
    "core.surge_days": ("core.surge_days",),
    "core.bulk_events": ("core.bulk_events",),
    "mart.tutors": ("mart.tutors",),
    "mart.tutor_rates": ("stage.window_counts",),
    "review.exposure_factors": (
        "stage.exposure_daily",
        "review.exposure_factors",
    ),
    "review.signals": (
        "stage.exposure_weights",
        "stage.evidence_tutors",
        "stage.evidence_digests",
        "stage.evidence_taught",
        "stage.evidence_weeks",
        "stage.evidence_days",
        "stage.evidence_sessions",
        "stage.signal_days",
        "stage.signal_emergencies",
        "stage.signal_maybe_quiet",
        "stage.signal_met",
        "stage.signal_met_students",
        "stage.signal_moves",
        "stage.signal_near_line",
        "stage.signal_older_sessions",
        "stage.signal_own_pairs",
        "stage.signal_pair_courses",
        "stage.signal_pairs",
        "stage.signal_quiet_pairs",
        "stage.signal_student_cancels",
        "stage.signal_student_sessions",
        "stage.signal_students",
    ),
}
BOOKKEEPING = {
    "raw.day_events",
    "core.stale_days",
    "core.session_places",
    "core.cancellation_places",
    "core.outcome_places",
    "core.unproven_sessions",
    "core.unproven_days",
    "core.endings",
    "core.stale_actors",
    "core.burst_builds",
    "core.window_sums",
    "core.tutor_edges",
    "core.packed",
    "core.builds",
    "core.nights",
    "review.folds",
    "review.builds",
    "review.evidence_builds",
    "review.evidence_digests",
    "review.incidents",
    "review.news",
    "review.taught",
    "review.taught_until",
}


@pytest.fixture(scope="module")
def specs() -> dict[str, dg.AssetSpec]:
    return {
        spec.key.to_user_string().replace("/", "."): spec
        for asset in ASSETS
        for spec in asset.specs
    }


@pytest.fixture(scope="module")
def definitions(tmp_path_factory) -> dg.Definitions:
    home = tmp_path_factory.mktemp("home")
    return build_definitions(
        Settings(home=home, logs=Path("data/sample"), policy="itutor", source="")
    )


def reads(models: tuple[str, ...], made: str) -> set[str]:
    with connect() as con:
        found = {table for name in models for table in read_model(con, name, sql.model(name)).reads}
    beside = {made, "review.exposure_factors"} if made.startswith("review.") else {made}
    return {one for one in found if not one.startswith("stage.")} - BOOKKEEPING - beside


@pytest.mark.parametrize("table", MADE_IN)
def test_dependencies_are_what_the_models_read(specs, table) -> None:
    shown = {dep.asset_key.to_user_string().replace("/", ".") for dep in specs[table].deps}
    assert shown - {"raw.tonight"} == reads(MADE_IN[table], table)


def test_every_model_is_made_by_some_asset() -> None:
    assert sorted(one for models in MADE_IN.values() for one in models) == sql.names()


def test_every_asset_is_a_table_of_the_contract_or_published(specs) -> None:
    unshown = BOOKKEEPING
    measured = {one for one in TABLES if one.startswith("quality.")}
    shown = {one for one in specs if not one.startswith("published.")}
    assert shown == TABLES.keys() - unshown - measured


def test_every_asset_shows_its_columns(specs) -> None:
    for table, spec in specs.items():
        if table in TABLES:
            shown = [one.name for one in spec.metadata["dagster/column_schema"].columns]
            assert shown == [one.name for one in TABLES[table].columns]


def test_blocking_checks_stand_between_landing_and_flagging(definitions) -> None:
    graph = definitions.resolve_asset_graph()
    blocking = {
        key.asset_key.to_user_string()
        for key in graph.asset_check_keys
        if graph.get_check_spec(key).blocking
    }
    assert {
        "raw/sessions",
        "raw/cancellations",
        "core/session_outcomes",
        "mart/tutor_rates",
    } <= blocking


def test_the_schedule_asks_for_the_day_that_has_ended(definitions) -> None:
    schedule = definitions.resolve_schedule_def("every_night")
    context = dg.build_schedule_context(
        scheduled_execution_time=datetime(2026, 11, 1, 2, 15, tzinfo=UTC)
    )
    (request,) = schedule.evaluate_tick(context).run_requests
    assert request.run_key == "2026-10-31"
    assert request.run_config["resources"]["night"]["config"]["as_of"] == "2026-10-31"
    assert schedule.execution_timezone == "UTC"


def test_definitions_load_as_dagster_loads_them(definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_the_schedules_configuration_fits_the_job(definitions) -> None:
    schedule = definitions.resolve_schedule_def("every_night")
    context = dg.build_schedule_context(
        scheduled_execution_time=datetime(2026, 11, 1, 2, 15, tzinfo=UTC)
    )
    (request,) = schedule.evaluate_tick(context).run_requests
    job = definitions.resolve_job_def("nightly")
    filled = dg.validate_run_config(job, request.run_config)
    assert filled["resources"]["night"]["config"]["as_of"] == "2026-10-31"
    assert filled["resources"]["night"]["config"]["policy"] == "itutor"
