"""A benchmark measures each job in its own process, keeps what it found, and says what changed."""

from datetime import UTC, datetime

import pytest

from benchmarks.history import keep, kept, last_costs, result_of
from benchmarks.job import Benchmark, Job, Measured
from benchmarks.landing import work
from benchmarks.machine import facts
from benchmarks.measure import measure
from benchmarks.report import lines

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def job(name, function="builtins:dict", rows=1, **arguments):
    return Job(name=name, case={"rows": rows}, function=function, arguments=arguments)


def result(ours, other, at=NOON):
    """Write a result of two jobs of one case, one run each."""
    costs = {"ours": ours, "other": other}
    measured = [
        Measured(job=job(name), cpu_s=(cost,), wall_s=(1.0,), peak_mb=(100.0,), figures={})
        for name, cost in costs.items()
    ]
    benchmark = Benchmark(name="b", ours="ours", sizes=(1,), jobs=lambda _: [])
    return result_of(benchmark, measured, at=at, runs=1, machine={})


def test_a_job_is_measured_once_a_run_and_gives_its_figures():
    (found,) = measure([job("a", landed=3)], runs=2)

    assert [len(runs) for runs in (found.cpu_s, found.wall_s, found.peak_mb)] == [2, 2, 2]
    assert min(found.peak_mb) > 1
    assert found.figures == {"landed": 3}


def test_jobs_of_one_case_take_turns():
    turns = []
    measure(
        [job("a"), job("b"), job("a", rows=2)],
        runs=2,
        told=lambda one, _: turns.append((one.name, one.case["rows"])),
    )

    assert turns == [("a", 1), ("b", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 2)]


def test_a_job_that_fails_stops_the_benchmark():
    with pytest.raises(RuntimeError, match=r"a of \{'rows': 1\} failed"):
        measure([job("a", "builtins:no_such_name")], runs=1)


def test_the_last_time_a_job_was_measured_is_what_it_is_held_against(tmp_path):
    keep(result(4.0, 2.0), tmp_path)
    keep(result(3.0, 1.5, at=NOON.replace(hour=13)), tmp_path)

    assert last_costs(kept("b", tmp_path)) == {("ours", "rows 1"): 3.0, ("other", "rows 1"): 1.5}


def test_a_report_says_what_changed_and_how_we_stand():
    before = last_costs([result(4.0, 1.0)])
    _, ours, other = lines(result(2.0, 1.0), before)

    assert ours.split()[-1] == "0.50x"
    assert other.split()[-2:] == ["1.00x", "2.00x"]


def test_what_was_never_measured_is_new():
    _, ours, _ = lines(result(2.0, 1.0), {})

    assert ours.split()[-1] == "new"


def test_the_machine_is_described_without_its_name():
    found = facts()

    assert found["cores"] > 0
    assert not {"host", "node", "user"} & set(found)


def test_every_way_reads_the_same_rows(tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    for log in work.LOGS:
        names = [column.name for column in work.delivered_columns(log)]
        row = dict.fromkeys(names, "") | {
            "session_id": "s1",
            "event_id": "c1",
            "scheduled_start": "2026-03-01T10:00:00Z",
            "status": "completed",
            "initiator": "tutor",
            "kind": "",
        }
        text = f"{','.join(names)}\n{','.join(row[name] for name in names)}\n"
        (folder / f"{log}.csv").write_text(text)

    work.scan(str(folder), "csv")
    assert work.read(str(folder), "csv")["rows"] == 2
    assert work.load(str(folder), "csv")["rows"] == 2
    assert work.land(str(folder), "csv")["landed"] == 2
