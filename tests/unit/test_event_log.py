"""A night's events go into files that stay open, and Dagster's own code reads the same."""

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from pipelines import dagster_home
from pipelines.event_log import OpenEventLog


@dg.job
def short():
    @dg.op
    def one():
        return 1

    one()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", "")
    dagster_home.prepare(tmp_path)
    return tmp_path


def test_dagsters_own_log_reads_what_the_open_one_wrote(folder):
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        assert isinstance(instance.event_log_storage, OpenEventLog)
        ran = short.execute_in_process(instance=instance)
        written = [one.message for one in instance.all_logs(ran.run_id)]

    plain = SqliteEventLogStorage(str(folder / "history" / "runs"))
    assert ran.success
    assert len(written) > 5
    assert [one.message for one in plain.get_logs_for_run(ran.run_id)] == written
    plain.dispose()


def test_settings_of_ours_are_brought_up_to_date(folder):
    settings = folder / "dagster.yaml"
    written = settings.read_text()
    settings.write_text(written.splitlines()[0] + "\n")

    dagster_home.prepare(folder)

    assert settings.read_text() == written


def test_settings_of_a_person_stay(folder):
    settings = folder / "dagster.yaml"
    settings.write_text("telemetry:\n  enabled: false\n")

    dagster_home.prepare(folder)

    assert settings.read_text() == "telemetry:\n  enabled: false\n"
