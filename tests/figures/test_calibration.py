"""Chances are held to their word: on simulated truth, and by what came later."""

import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import dashboards
from dashboards.pages.calibration import later_bands
from dashboards.pages.doubt import expected_false, sentence
from dashboards.read import reading
from dashboards.simulated import read, simulated
from tests.figures.world import World, publish


def later(*rows) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"tutor_id": f"T-{number}", "signal": "late_sessions", "night": date(2026, 9, 1),
             "chance": chance, "events": float(events), "trials": float(trials)}
            for number, (chance, events, trials) in enumerate(rows)
        ]
    )  # fmt: skip


def test_a_band_pools_what_came_later_and_counts_who_was_over() -> None:
    found = later_bands(later(*[(0.92, 2, 20)] * 8, *[(0.949, 0, 20)] * 4), limit=0.05)
    band = found.row(by_predicate=pl.col("band_low") == 0.9, named=True)

    assert (band["nights"], band["tutors"], band["over"]) == (12, 12, 8)
    assert (band["events"], band["trials"]) == (16.0, 240.0)
    assert band["rate"] == pytest.approx(16 / 240)
    assert band["low"] < band["rate"] < band["high"]


@pytest.mark.parametrize(
    ("chance", "band"),
    [(0.4999, None), (0.5, 0.5), (0.8996, 0.7), (0.9, 0.9), (0.95, 0.95), (1.0, 0.95)],
)
def test_a_chance_belongs_to_one_band(chance, band) -> None:
    found = later_bands(later((chance, 1, 10)), limit=0.05).filter(pl.col("nights") > 0)

    assert found["band_low"].to_list() == ([] if band is None else [band])


@pytest.mark.parametrize(("tutors", "enough"), [(9, False), (10, True)])
def test_fewer_than_ten_tutors_are_too_few_to_say(tutors, enough) -> None:
    found = later_bands(later(*[(0.92, 1, 10)] * tutors), limit=0.05)

    assert found.filter(pl.col("nights") > 0)["enough"].to_list() == [enough]


def test_later_events_are_those_of_the_28_days_after_the_night(tmp_path) -> None:
    """A spell of two sessions is one event on one trial; an excused one is none."""
    folder = publish(World(tutors=3, sessions=0, nights=1), tmp_path)
    marts, last = folder / "marts", date(2026, 10, 31)
    night = last - timedelta(days=28)

    def write(name: str, frame: pl.DataFrame) -> None:
        like = pl.read_parquet(marts / f"{name}.parquet").clear()
        pl.concat([like, frame], how="diagonal_relaxed").write_parquet(marts / f"{name}.parquet")

    whose = {"tutor_id": "T-00001", "signal": "late_sessions"}
    write("review.signal_points", pl.DataFrame([
        {**whose, "day": night - timedelta(days=7), "chance": 0.99, "events": 4},
        {**whose, "day": night - timedelta(days=2), "chance": 0.91, "events": 4},
        {**whose, "day": night + timedelta(days=1), "chance": 0.97, "events": 5},
    ]))  # fmt: skip
    days = [(-1, 9), (1, 4), (10, 2), (28, 6)]
    write("core.tutor_days", pl.DataFrame([
        {"tutor_id": "T-00001", "day": night + timedelta(days=after), "exposure": exposure}
        for after, exposure in days
    ]))  # fmt: skip
    happened = [(0, None, 1, "counted"), (1, None, 1, "counted"), (10, 1, 1, "counted"),
                (10, 1, 0, "same_spell"), (28, None, 0, "excused")]  # fmt: skip
    write("review.signal_events", pl.DataFrame([
        {**whose, "session_id": f"s{number}", "day": night + timedelta(days=after),
         "spell_no": spell, "event": float(event), "load": 1.0, "treatment": treatment}
        for number, (after, spell, event, treatment) in enumerate(happened)
    ], schema_overrides={"spell_no": pl.Int32}))  # fmt: skip

    with reading(folder) as run:
        found = run.ask("later").filter(pl.col("night") == night)

    assert found.select("chance", "events", "trials").rows() == [(0.91, 2.0, 11.0)]


def test_of_chances_the_doubts_add_up() -> None:
    assert expected_false([0.95, 0.9, 0.99]) == pytest.approx(0.16)
    assert sentence([0.95, 0.9, 0.99]) == (
        "Of the 3 here on evidence about 0.2 are expected to be false (mean chance 94.6\xa0%)."
    )
    assert sentence([0.8996]) == (
        "One is here on evidence; that it is false has a chance of 10.0\xa0%."
    )
    assert "fewer than 0.1" in sentence([0.999, 0.99])
    assert sentence([]) == ""


def test_a_result_of_the_bench_gets_exact_ranges() -> None:
    told = {"said": "a world", "calibration": [
        {"low": 0.9, "high": 0.95, "tutors": 10, "truly": 9},
        {"low": 0.95, "high": 1.0, "given": 0.98, "tutors": 0, "truly": 0},
    ]}  # fmt: skip
    bands = read(told).bands

    assert bands["given"].to_list() == [pytest.approx(0.925), 0.98]
    assert bands["low"][0] == pytest.approx(0.555, abs=1e-3)
    assert (bands["low"][1], bands["high"][1]) == (0.0, 1.0)


def test_the_packaged_result_is_one_of_chances() -> None:
    """Where a result of the bench came with the package, its bands are in order and in [0, 1]."""
    found = simulated()
    bands = found.bands if found else read({"calibration": []}).bands

    for row in bands.iter_rows(named=True):
        assert 0 <= row["band_low"] <= row["given"] <= row["band_high"] <= 1
        assert row["truly"] <= row["tutors"]


def test_no_query_counts_sessions_from_a_flag_on() -> None:
    """Rates of flagged tutors before and after would praise every flag: nothing could show them."""
    for path in sorted(Path(dashboards.__file__).parent.glob("queries/*.sql")):
        sql = path.read_text(encoding="utf-8")
        flags = re.search(r"review\.(flags|cases)", sql)
        sessions = re.search(r"core\.(tutor_days|session_outcomes)", sql)

        assert not (flags and sessions and re.search(r"\b(since|opened_on|decided_on)\b", sql)), (
            path
        )


def test_the_page_says_what_is_not_shown_and_why(hostile) -> None:
    said = hostile.read("calibration.html").words

    assert "No page shows how flagged tutors did before and after their flag." in said
    assert "no result of the proof bench" in said.lower() or "simulated" in said
