"""Kept results become a table and a page: how each job stands, and what it cost before."""

import json
import re
from pathlib import Path

import plotly.graph_objects as go
import polars as pl
import pytest

from benchmarks import document, figures, page
from benchmarks.history import all_kept
from benchmarks.latest import standings
from benchmarks.peers.agree import agree

PACKAGE = Path(page.__file__).parents[1]
MACHINE = {
    "cpu": "A chip",
    "cores": 2,
    "ram_gib": 23.5,
    "load": [1.0, 1.0, 1.0],
    "python": "3.11.7",
    "versions": {"duckdb": "2.0.0"},
    "commit": "abc",
}


def result(*, at="2026-11-22T12:00:00+00:00", benchmark="b", rows=1, **cpu_s):
    """Write what is kept of one run, in which `ours` stands beside others."""
    return {
        "benchmark": benchmark,
        "at": at,
        "runs": 2,
        "ours": "ours",
        "machine": MACHINE,
        "measured": [
            {
                "job": job,
                "case": {"rows": rows},
                "cpu_s": [cost + 1, cost],
                "wall_s": [3.0, 2.5],
                "peak_mb": [100.0, 120.0],
                "figures": {"lines": 1234, "land_cpu_s": 0.25} if job == "ours" else {},
            }
            for job, cost in cpu_s.items()
        ],
    }


def test_no_ratio_stands_beside_a_job_that_does_something_else():
    told = rows_of([result(ours=2.0, other=1.0, next=1.0) | {"apart": ["next"]}])
    assert told["other"][5] == "2.00x"
    assert told["next"] == ["rows 1", "next", "1.00", "2.50", "120"]


LATER = "2026-11-23T12:00:00+00:00"


def rows_of(results):
    """Give the cells of the tables' rows, by job."""
    rows = [line.strip("| ").split(" | ") for line in document.lines(results) if line[:1] == "|"]
    return {cells[1]: cells for cells in rows}


def test_the_least_of_the_runs_stands_in_the_table_with_the_most_memory():
    assert rows_of([result(ours=2.0)])["ours"][:5] == ["rows 1", "ours", "2.00", "2.50", "120"]


def test_ours_stands_beside_each_other_job_of_the_case():
    assert rows_of([result(ours=2.0, other=1.0)])["other"][5].strip() == "2.00x"


@pytest.mark.parametrize(
    ("cpu_s", "said"),
    [
        pytest.param(10.99, "1.10x", id="rounds to the line and is not over it"),
        pytest.param(11.0, "**1.10x**", id="a tenth more"),
    ],
)
def test_a_job_that_costs_more_than_the_time_before_is_seen(cpu_s, said):
    found = rows_of([result(ours=10.0), result(at=LATER, ours=cpu_s)])

    assert found["ours"][-1].strip(" |") == said


def test_a_job_that_was_not_run_again_stays_as_it_was():
    found = standings([result(ours=2.0, other=1.0), result(at=LATER, other=3.0)])["b"]

    assert {one.job: (one.cpu_s, one.at == LATER) for one in found} == {
        "ours": (2.0, False),
        "other": (3.0, True),
    }


def test_sizes_stand_in_the_order_of_their_numbers():
    found = standings([result(rows=rows, ours=1.0) for rows in (10, 9)])["b"]

    assert [one.case for one in found] == ["rows 9", "rows 10"]


def test_what_a_job_gave_beside_its_cost_is_told():
    assert "- rows 1, ours: lines 1,234, land_cpu_s 0.25" in [*document.lines([result(ours=1.0)])]


def test_results_of_another_kind_are_passed_over(tmp_path):
    kept = {"b-2.json": result(at=LATER, ours=1.0), "b-1.json": result(ours=1.0)}
    for name, one in {**kept, "evidence-1.json": {"at": LATER, "years": []}}.items():
        (tmp_path / name).write_text(json.dumps(one))

    assert [one["at"] for one in all_kept(tmp_path)] == [kept["b-1.json"]["at"], LATER]


def test_document_and_page_are_written_where_they_belong(tmp_path):
    results = [result(ours=1.0), result(benchmark="another", ours=1.0)]

    assert document.write(results, tmp_path) == tmp_path / "docs" / "benchmarks.md"
    text = page.write(results, tmp_path).read_text()
    assert re.findall(r"<h2 [^>]*>(.*?)</h2>", text) == ["Another", "B"]
    assert text.count('class="plot ') == 2


def test_a_page_needs_no_network_and_borrows_what_is_there():
    text = page.page([result(ours=1.0)])

    asked = re.findall(r"<(?:script|link)[^>]+(?:src|href)=\"(.*?)\"", text)
    assert asked
    assert all((PACKAGE / "docs" / one).is_file() for one in asked)


def test_every_kept_run_is_drawn_beside_the_first():
    results = [result(ours=2.0), result(at=LATER, ours=3.0)]
    (line,) = figures.over_time([*results, result(at=LATER, once=1.0)])["data"]

    assert (line["y"], line["customdata"]) == ([1.0, 1.5], [2.0, 3.0])
    assert page.page(results).count('class="plot ') == 3


@pytest.mark.parametrize(
    ("cases", "lines", "shared"),
    [
        pytest.param(
            [({"rows": 1000}, "ours"), ({"rows": 1000}, "other")], ["ours", "other"], "rows 1,000",
            id="one case, so jobs alone"),
        pytest.param(
            [({"form": "csv", "rows": 5}, "load"), ({"form": "gz", "rows": 5}, "load")],
            ["form csv", "form gz"], "rows 5",
            id="one job a case, so cases alone"),
        pytest.param(
            [({"rows": 5}, "ours"), ({"rows": 5}, "other"), ({"rows": 6}, "ours")],
            ["rows 5, ours", "rows 5, other", "rows 6"], "",
            id="both where it takes both"),
        pytest.param(
            [({"command": "eligibility", "tutors": 20_000}, "command"), ({"of": "a"}, "command")],
            ["command eligibility,<br>tutors 20,000", "of a"], "",
            id="a long name has two lines"),
    ],
)  # fmt: skip
def test_a_bar_is_named_by_what_sets_it_apart(cases, lines, shared):
    kept = result(ours=1.0)
    kept["measured"] = [{**kept["measured"][0], "case": case, "job": job} for case, job in cases]
    (found,) = standings([kept]).values()
    spec = figures.side_by_side(found)

    assert spec["layout"]["yaxis"]["categoryarray"] == lines
    assert sorted(line for one in spec["data"] for line in one["y"]) == sorted(lines)
    assert figures.shared(found) == shared


def test_no_two_bars_of_a_kept_benchmark_share_a_line():
    for found in standings(all_kept()).values():
        lines = figures.side_by_side(found)["layout"]["yaxis"]["categoryarray"]
        assert len(set(lines)) == len(lines) == len(found)


def test_what_changed_since_the_time_before_is_said_first_the_dearest_above():
    results = [
        result(ours=2.0, other=1.0, new=1.0),
        result(at=LATER, ours=2.0, other=1.5),
    ]
    spec = figures.since_before([("b", one) for one in found_again(results)])
    slower, others = spec["data"]
    told = {one["y"]: one["text"] for one in spec["layout"]["annotations"]}

    assert (slower["y"], slower["x"]) == (["b: other"], [1.5])
    assert (others["y"], others["x"]) == (["b: ours"], [1.0])
    assert told == {"b: other": "1.50x", "b: ours": "1.00x"}
    assert "1 of 2 jobs" in page.page(results)
    assert "Since the time before" not in page.page(results[:1])


def found_again(results):
    return [one for one in standings(results)["b"] if one.before is not None]


def test_what_a_job_gave_beside_its_cost_is_folded_below_it():
    text = page.page([result(ours=2.0)])

    assert re.search(r"land_cpu_s</td>\s*<td[^>]*>0\.25<", text)


@pytest.mark.parametrize(
    "drawn",
    [figures.side_by_side, figures.over_time, figures.since_before],
    ids=lambda one: one.__name__,
)
def test_plotly_knows_every_property_of_the_figures(drawn):
    results = [result(ours=2.0, other=1.0), result(at=LATER, ours=3.0, other=1.0)]
    its = {
        figures.side_by_side: standings(results)["b"],
        figures.over_time: results,
        figures.since_before: [("b", one) for one in standings(results)["b"]],
    }

    go.Figure(drawn(its[drawn]))


@pytest.fixture
def outs(tmp_path):
    """Give the folders of ours and of another that came to the same, in another order."""
    counts = pl.DataFrame(
        {"tutor_id": ["t1", "t2"], "window_days": 30, "sessions": [5, 6], "late": [0, 1]}
    )
    rejected = pl.DataFrame({"log": ["sessions"], "line": [3], "reason": ["bad_time"]})
    for name, frame in (("ours", counts), ("other", counts.reverse())):
        (tmp_path / name).mkdir()
        frame.write_parquet(tmp_path / name / "tutor_rates.parquet")
        rejected.write_parquet(tmp_path / name / "rejected_rows.parquet")
    return {name: tmp_path / name for name in ("ours", "other")}


def test_peers_that_count_the_same_agree(outs):
    agree(outs)


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("tutor_rates", "late", 2, "other: counts differ from ours"),
        ("tutor_rates", "sessions", 7, "other: counts differ from ours"),
        ("rejected_rows", "reason", "short_line", "other: rejected differ from ours"),
        ("rejected_rows", "line", 4, "other: rejected differ from ours"),
    ],
)
def test_a_peer_that_differs_in_one_number_is_named(outs, table, column, value, said):
    path = outs["other"] / f"{table}.parquet"
    pl.read_parquet(path).with_columns(pl.lit(value).alias(column)).write_parquet(path)

    with pytest.raises(AssertionError, match=said):
        agree(outs)
