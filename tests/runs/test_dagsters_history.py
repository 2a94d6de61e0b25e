"""Dagster's history of a home: in files that stay open, the same that Dagster writes itself."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import pytest

from pipelines import dagster_home
from pipelines.dagster_storage import OpenEvents

PLAIN = "# as Dagster comes\ntelemetry:\n  enabled: false\n"
WRITES = """
import sys, time
from pathlib import Path
from pipelines import dagster_home
dagster_home.prepare(Path(sys.argv[1]))
import dagster as dg
instance = dg.DagsterInstance.get()
for number in range(40):
    instance.report_runless_asset_event(dg.AssetMaterialization(["core", f"table_{number}"]))
print("written", flush=True)
time.sleep(60)
"""


@dg.asset_check(asset=dg.AssetKey(["core", "days"]))
def holds():
    return dg.AssetCheckResult(passed=True)


@dg.multi_asset(specs=[dg.AssetSpec(["core", "days"])])
def days():
    yield dg.MaterializeResult(metadata={"dagster/row_count": 3})


def a_run(folder, settings):
    """Run a small graph with some settings; gives its id."""
    (folder / "dagster.yaml").write_text(settings)
    os.environ["DAGSTER_HOME"] = str(folder)
    with dg.DagsterInstance.get() as instance:
        return dg.materialize([days, holds], instance=instance).run_id


def told(folder, settings, run_id):
    """Read back a run, with some settings: its status, its events, and how the check ended."""
    (folder / "dagster.yaml").write_text(settings)
    with dg.DagsterInstance.get() as instance:
        records = instance.get_records_for_run(run_id).records
        check = dg.AssetCheckKey(dg.AssetKey(["core", "days"]), "holds")
        latest = instance.event_log_storage.get_latest_asset_check_execution_by_key([check])
        return (
            instance.get_run_by_id(run_id).status,
            [one.event_log_entry.dagster_event_type for one in records],
            latest[check].status,
        )


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("writes", [dagster_home.SETTINGS, PLAIN], ids=["ours", "dagsters"])
def test_a_home_goes_back_and_forth_between_dagsters_storage_and_ours(folder, writes):
    run_id = a_run(folder, writes)

    ours, plain = told(folder, dagster_home.SETTINGS, run_id), told(folder, PLAIN, run_id)

    assert ours == plain
    assert ours[0] is dg.DagsterRunStatus.SUCCESS
    assert "ASSET_CHECK_EVALUATION" in {one.value for one in ours[1] if one}


def test_a_home_gets_our_storage_and_no_process_that_catches_output(folder):
    dagster_home.prepare(folder)

    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, OpenEvents)
        assert type(instance.compute_log_manager).__name__ == "NoOpComputeLogManager"


def test_settings_of_an_earlier_version_are_written_anew_and_a_persons_stay(folder):
    settings = folder / "dagster.yaml"
    for text, expected in (
        (dagster_home.QUIET, dagster_home.SETTINGS),
        (PLAIN, PLAIN),
    ):
        settings.write_text(text)
        dagster_home.prepare(folder)
        assert settings.read_text() == expected


def test_what_was_written_is_there_after_a_kill(folder):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout.readline() == "written\n"
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()

    with dg.DagsterInstance.get() as instance:
        assert len(instance.all_asset_keys()) == 40
    with sqlite3.connect(folder / "history" / "runs" / "index.db") as index:
        assert index.execute("pragma integrity_check").fetchone() == ("ok",)


def test_threads_read_while_another_writes_as_dagsters_pages_do(folder):
    dagster_home.prepare(folder)
    with dg.DagsterInstance.get() as instance:
        run_id = dg.materialize([days, holds], instance=instance).run_id

        def write():
            for number in range(20):
                instance.report_runless_asset_event(dg.AssetMaterialization(f"table_{number}"))

        def read():
            events = [instance.get_records_for_run(run_id).records for _ in range(20)]
            return {len(one) for one in events}, {len(instance.get_runs()) for _ in range(20)}

        with ThreadPoolExecutor(9) as threads:
            writing = threads.submit(write)
            seen = [threads.submit(read) for _ in range(8)]
            counts = [one.result() for one in seen]
            writing.result()

        assert all(len(events) == 1 and runs == {1} for events, runs in counts)
        assert len(instance.all_asset_keys()) == 21


def open_files():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_few_files_stay_open_however_many_runs_are_looked_at(tmp_path):
    events = OpenEvents(str(tmp_path))
    began = open_files()
    for number in range(10):
        with events.run_connection(f"run-{number}"):
            pass

    assert open_files() - began <= 3 * 4
    events.dispose()
    assert open_files() <= began
