"""The results of the proof bench as a table, as a page of figures, and for the calibration page."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.evidence.drawn import cards
from dashboards.alone import page

OURS = "late sessions or wiped-out days"
DOCUMENT = "docs/evidence-bench.md"
PAGE = "docs/evidence-bench.html"
CALIBRATION = "dashboards/data/evidence_calibration.json"
Result = Mapping[str, Any]

_HEAD = (
    (
        "| way to flag | false flags a 1,000 good tutor-years | in 30 d | in 60 d | median days "
        "| chronic flagged | tutor-nights right | flips | reviews used | precision | recall |"
    ),
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
)


def table(result: Result) -> Iterator[str]:
    """Give the lines of a table a world and size, averaged over the seeds not calibrated on."""
    for (tutors, world), years in _worlds(result):
        seeds = ", ".join(str(one["seed"]) for one in years)
        yield f"### {world}, {tutors:,} tutors"
        yield ""
        yield f"Seeds {seeds}; {years[0]['late_share']:.1%} of sessions late."
        yield ""
        yield from _HEAD
        for way in [one["way"] for one in years[0]["ways"]]:
            yield _line(way, [_of(year, way) for year in years])
        yield ""


def write(result: Result, root: Path) -> None:
    """Write the document, its page of figures, and what the calibration page shows."""
    document = "\n".join((*_preface(result), *table(result))).rstrip()
    (root / DOCUMENT).write_text(document + "\n", encoding="utf-8")
    (root / PAGE).write_text(_page(result), encoding="utf-8")
    (root / CALIBRATION).parent.mkdir(exist_ok=True)
    text = json.dumps(_calibration(result), indent=1)
    (root / CALIBRATION).write_text(text + "\n", encoding="utf-8")


def _preface(result: Result) -> Iterator[str]:
    yield "# The score on years with planted truth"
    yield ""
    yield (
        "Made by `make bench-evidence`. [evidence-bench.html](evidence-bench.html) draws the same; "
        "open it from a checkout, it needs no network."
    )
    yield ""
    yield (
        "Simulated tutors have a true rate, so every flag is known to be right or wrong: 88 % are "
        "good (at most 3 %), 3 % chronic (8 to 25 %), 2 % decline to 10 to 30 % on some night, 4 % "
        "are near the limit of 5 % and counted neither way. A false flag is a new one on a good "
        "tutor who was not flagged in the 30 nights before. Reviews: 5 a night at 20,000 tutors "
        "(1 at 2,000), from the top of the queue; who turns out good rests 60 nights."
    )
    yield ""
    yield (
        "One way is no product's: a judge who is told how often tutors of that world fall ill and "
        "how many decline, and follows each day by day. What it finds at the false flags of our "
        "score is about what there is to find."
    )
    yield ""
    yield (
        f"The thresholds are those of the policy {result['policy']}. They were set with seed "
        f"{result['calibrated_on']}, which is left out here, and with a look at these; "
        "[evidence.md](evidence.md#what-was-measured) says what seeds gave that nobody had seen."
    )
    yield ""


def _line(way: str, rows: list[Result]) -> str:
    days = [row["median_days"] for row in rows]
    median = "never" if None in days else f"{fmean(days):.0f}"
    reviews = [row["reviews"] for row in rows]
    cells = (
        way,
        f"{_mean(rows, 'false_flags'):.1f}",
        f"{_mean(rows, 'found_in_30'):.0%}",
        f"{_mean(rows, 'found_in_60'):.1%}",
        median,
        f"{_mean(rows, 'chronic'):.0%}",
        f"{_mean(rows, 'precision'):.1%}",
        f"{_mean(rows, 'flips'):.1f}",
        f"{_mean(reviews, 'used'):,.0f} of {reviews[0]['slots']:,}",
        f"{_mean(reviews, 'precision'):.1%}",
        f"{_mean(reviews, 'recall'):.0%}",
    )
    return f"| {' | '.join(cells)} |"


def _page(result: Result) -> str:
    cases = []
    for (tutors, world), years in _worlds(result):
        ways = {
            one["way"]: {
                "false_flags": _mean((_of(year, one["way"]) for year in years), "false_flags"),
                "found_in_60": _mean((_of(year, one["way"]) for year in years), "found_in_60"),
                "precision": _mean(
                    (_of(year, one["way"])["reviews"] for year in years), "precision"
                ),
            }
            for one in years[0]["ways"]
        }
        cases.append((f"{world}, {tutors:,}", ways))
    says = (
        "Simulated tutors have a true rate, so every flag is known to be right or wrong. The "
        f"thresholds are those of the policy {result['policy']}, set with seed "
        f"{result['calibrated_on']}, which is left out, and with a look at these. "
        "Beside a kind of marketplace stands "
        "how many tutors it has."
    )
    return page("The score on years with planted truth", [says], cards(cases))


def _calibration(result: Result) -> dict[str, object]:
    """Add up what was given and what was true, over all years not calibrated on."""
    years = [year for _, its in _worlds(result) for year in its]
    most = max(int(year["tutors"]) for year in years)
    years = [year for year in years if year["tutors"] == most]
    rows = sorted(
        (row for year in years for row in year["calibration"]), key=lambda row: row["low"]
    )
    bands = []
    for (low, high), its in groupby(rows, key=lambda row: (row["low"], row["high"])):
        band = list(its)
        tutors = sum(row["tutors"] for row in band)
        given = sum(row["given"] * row["tutors"] for row in band) / tutors
        truly = sum(row["truly"] for row in band)
        bands.append(
            {"low": low, "high": high, "given": round(given, 4), "tutors": tutors, "truly": truly}
        )
    worlds = len({year["world"] for year in years})
    said = (
        f"{len(years)} simulated years of {most:,} tutors in {worlds} kinds of marketplace, asked "
        "every 30 nights."
    )
    return {"said": said, "calibration": bands}


def _worlds(result: Result) -> list[tuple[tuple[int, str], list[Result]]]:
    years = [one for one in result["years"] if one["seed"] != result["calibrated_on"]]
    years = years or list(result["years"])
    found: dict[tuple[int, str], list[Result]] = {}
    for one in years:
        found.setdefault((one["tutors"], one["world"]), []).append(one)
    return sorted(found.items(), key=lambda case: -case[0][0])


def _of(year: Result, way: str) -> Result:
    found: Result = next(one for one in year["ways"] if one["way"] == way)
    return found


def _mean(rows: Iterable[Result], key: str) -> float:
    return fmean(float(row[key]) for row in rows)
