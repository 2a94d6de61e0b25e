"""What Dagster makes of the checks: red stops what is downstream, and is recorded all the same."""

import json
from contextlib import contextmanager

import dagster as dg
import pytest

from quality import gate
from quality.asset_checks import key_of, make_checks


class TheWarehouse:
    def __init__(self, opened):
        self.opened = opened

    @contextmanager
    def open(self):
        yield self.opened


class TheNight:
    def __init__(self, values):
        self.values = values

    def check_parameters(self):
        return self.values


@dg.multi_asset(
    specs=[
        dg.AssetSpec(key_of(table)) for table in ("raw.tutors", "raw.cancellations", "raw.sessions")
    ]
)
def landing():
    yield dg.MaterializeResult(key_of("raw.tutors"))
    yield dg.MaterializeResult(key_of("raw.cancellations"))
    yield dg.MaterializeResult(key_of("raw.sessions"))


@dg.asset(
    key=key_of("core.session_outcomes"), deps=[key_of("raw.tutors"), key_of("raw.cancellations")]
)
def downstream():
    return dg.MaterializeResult()


@pytest.fixture
def night(own_room):
    """Run a small night over the tables; gives the run's result."""

    def run(*tables, selection=None):
        definitions = dg.Definitions(
            assets=[landing, downstream],
            asset_checks=[make_checks(*tables)],
            resources={
                "warehouse": TheWarehouse(own_room.opened),
                "night": TheNight(own_room.night),
            },
            jobs=[dg.define_asset_job("nightly", selection=selection or "*")],
            executor=dg.in_process_executor,
        )
        job = definitions.resolve_job_def("nightly")
        with dg.DagsterInstance.ephemeral() as instance:
            return job.execute_in_process(instance=instance, raise_on_error=False)

    return run


def made(result):
    return {event.asset_key for event in result.get_asset_materialization_events()}


def evaluations(result):
    return {one.check_name: one for one in result.get_asset_check_evaluations()}


def test_green_checks_let_the_night_go_on(own_room, night):
    own_room.run(
        "insert into raw.tutors values ('t', null, null, null, null, 1, null, now(), 1, 1, 7)"
    )

    result = night("raw.tutors")

    assert result.success
    assert key_of("core.session_outcomes") in made(result)
    assert all(one.passed for one in evaluations(result).values())


def test_a_red_blocking_check_stops_what_is_downstream(own_room, night):
    own_room.run("insert into raw.tutors (tutor_id) values ('t')")

    result = night("raw.tutors")

    assert not result.success
    assert key_of("raw.tutors") in made(result)
    assert key_of("core.session_outcomes") not in made(result)


def test_what_was_found_is_recorded_though_red(own_room, night):
    own_room.run("insert into raw.tutors (tutor_id) values ('t')")

    night("raw.tutors")

    recorded = own_room.con.execute(
        "select check_name from quality.results where not passed"
    ).fetchall()
    assert recorded == [("required_columns_are_filled",)]


def test_a_red_check_shows_figures_rows_and_what_to_do(own_room, night):
    own_room.run("insert into raw.tutors (tutor_id) values ('</script>')")

    one = evaluations(night("raw.tutors"))["required_columns_are_filled"]

    assert not one.passed
    assert one.severity == dg.AssetCheckSeverity.ERROR
    assert one.metadata["unexpected"].value == 1
    assert one.metadata["observed"].value.startswith("1 row breaks it, such as ")
    assert one.metadata["samples"].value[0]["tutor_id"] == "</script>"
    assert one.metadata["remedy"].value
    assert json.dumps(one.metadata["samples"].value)


def test_a_warning_stops_nothing(own_room, night):
    own_room.run(
        "insert into raw.cancellations (event_id, session_id, cancelled_at, initiator, kind, "
        "precision, reason_code, known_at, delivery_id, line, row_hash, tutor_id, scheduled_start) "
        "values ('e', 's', $known_until, 'tutor', 'cancelled', 'second', 'Krank', $known_until, "
        "1, 1, 7, 't', $known_until)"
    )

    result = night("raw.cancellations")

    warned = evaluations(result)["reasons_are_mapped"]
    assert result.success
    assert (warned.passed, warned.severity) == (False, dg.AssetCheckSeverity.WARN)


def test_a_check_that_cannot_be_run_fails_the_night_without_a_verdict(own_room, night):
    del own_room.night["as_of"]

    result = night("raw.tutors")

    assert not result.success
    assert evaluations(result) == {}


def test_one_check_can_be_run_alone(own_room, night):
    own_room.run("insert into raw.tutors (tutor_id) values ('t')")
    key = dg.AssetCheckKey(key_of("raw.tutors"), "key_is_unique")

    result = night("raw.tutors", selection=dg.AssetSelection.checks(key))

    assert result.success
    assert list(evaluations(result)) == ["key_is_unique"]


@pytest.mark.parametrize("table", gate.CHECKED_TABLES)
def test_each_table_has_its_checks(table):
    specs = {spec.name: spec for spec in make_checks(table).check_specs}

    assert list(specs) == [check.name for check in gate.checks_of(table)]
    for check in gate.checks_of(table):
        assert specs[check.name].asset_key == key_of(table)
        assert specs[check.name].blocking == check.blocking
        assert check.why in specs[check.name].description
        assert check.remedy in specs[check.name].description


def test_a_check_waits_for_every_table_it_reads_that_another_step_makes():
    names = ("every_session_has_its_outcome", "orphans_are_few")
    waits = {
        spec.name: {dep.asset_key for dep in spec.additional_deps}
        for tables in (
            ("core.session_outcomes",),
            ("raw.sessions", "raw.cancellations", "raw.deliveries"),
        )
        for spec in make_checks(*tables).check_specs
        if spec.name in names
    }

    assert waits == {
        "every_session_has_its_outcome": {key_of("raw.sessions"), key_of("raw.cancellations")},
        "orphans_are_few": set(),
    }
