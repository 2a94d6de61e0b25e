"""Calibration: do chances keep their word? On simulated truth, and on what happened later."""

from collections.abc import Sequence

import polars as pl

from dashboards import figures, words
from dashboards.pages import cells
from dashboards.pages.facts import Facts
from dashboards.pages.frame import Site
from dashboards.pages.views import Card, Cell, Column, Figure, Page, Table
from dashboards.shares import exact_share
from dashboards.simulated import Simulated, simulated
from tutor_reliability.evidence.sentences import counted
from tutor_reliability.evidence.telling import signal_title

FEWEST = 10
_BANDS = ((0.5, 0.7), (0.7, 0.9), (0.9, 0.95), (0.95, 1.0))
_REVIEW = (0.9, 0.95)
_NOT_SHOWN = (
    "No page shows how flagged tutors did before and after their flag. Whoever is flagged at a "
    "peak does better later by chance alone, whatever anybody did, so that comparison would praise "
    "every flag. What a review achieves can be told only against tutors like these who were not "
    "reviewed."
)


def page(facts: Facts, site: Site) -> Page:
    """Make the page that says whether to believe the others."""
    truth = simulated()
    later = later_bands(facts.run.ask("later"), limit=facts.weighed.terms.limit)
    path = site.write_frame("csv/later.csv", later)
    return Page(
        path="calibration.html",
        nav="calibration",
        title="Calibration",
        finding=f"{_of_truth(truth)} {_of_later(later)}",
        parts=[
            *_truth_cards(truth),
            _later_card(later, path, limit=facts.weighed.terms.limit),
            Card(name="not-shown", title="What is not shown, and why", text=[_NOT_SHOWN]),
        ],
        actions=[("Later outcomes CSV", path, True), ("Print", "#print", False)],
    )


def later_bands(later: pl.DataFrame, *, limit: float) -> pl.DataFrame:
    """Hold what came in 28 days against the chance said before, by bands of it.

    Args:
        later: One row a tutor, signal and past night, as `queries/later.sql` gives them.
        limit: The rate held against.

    Returns:
        One row a signal and band: nights (tutors and nights), tutors, given (mean chance), events,
        trials, rate, low and high (exact 95 %), over (tutors and nights above the limit), and
        enough: whether ten tutors stand behind it.
    """
    rows = []
    for signal in sorted(set(later["signal"])):
        for low, high in _BANDS:
            inside = later.filter(
                pl.col("signal") == signal,
                pl.col("chance") >= low,
                (pl.col("chance") < high) | pl.lit(high == 1.0),
            )
            rows.append({"signal": signal, "band_low": low, "band_high": high,
                         **_outcome(inside, limit)})  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA = {
    "signal": pl.String, "band_low": pl.Float64, "band_high": pl.Float64, "nights": pl.Int64,
    "tutors": pl.Int64, "given": pl.Float64, "events": pl.Float64, "trials": pl.Float64,
    "rate": pl.Float64, "low": pl.Float64, "high": pl.Float64, "over": pl.Int64,
    "enough": pl.Boolean,
}  # fmt: skip


def _outcome(inside: pl.DataFrame, limit: float) -> dict[str, object]:
    events, trials = float(inside["events"].sum()), float(inside["trials"].sum())
    low, high = exact_share(events, trials)
    tutors = inside["tutor_id"].n_unique()
    return {
        "nights": inside.height,
        "tutors": tutors,
        "given": inside["chance"].mean(),
        "events": events,
        "trials": trials,
        "rate": events / trials if trials else None,
        "low": low,
        "high": high,
        "over": inside.filter(pl.col("events") > limit * pl.col("trials")).height,
        "enough": tutors >= FEWEST,
    }


def _of_truth(truth: Simulated | None) -> str:
    if truth is None:
        return "No result of the proof bench came with this installation."
    band = truth.bands.filter(
        (pl.col("band_low") == _REVIEW[0]) & (pl.col("band_high") == _REVIEW[1])
    )
    if band.is_empty():
        return "The proof bench had nobody between 90 and 95 %."
    row = band.row(0, named=True)
    return (
        "Of simulated tutors said to be above the limit with a chance of 90 to 95 %, "
        f"{words.percent(row['share'])} truly were ({words.number(row['truly'])} of "
        f"{words.number(row['tutors'])})."
    )


def _of_later(later: pl.DataFrame) -> str:
    band = later.filter(
        (pl.col("signal") == "late_sessions") & (pl.col("band_low") >= _REVIEW[0]) & "enough"
    )
    if band.is_empty():
        return (
            "On this marketplace too few tutors have been above 90 % for later outcomes to say "
            "anything yet."
        )
    events, trials = float(band["events"].sum()), float(band["trials"].sum())
    low, high = exact_share(events, trials)
    return (
        f"Here, tutors at 90 % or more lost {words.percent(events / trials)} of their sessions "
        f"late in the 28 days that followed ({words.span(low, high)})."
    )


def _truth_cards(truth: Simulated | None) -> list[Card]:
    how = (
        "Simulated tutors have a true rate that is known. On the dashed line a chance keeps its "
        "word; above it, it said less than was true."
    )
    title = "On simulated tutors, whose truth is known"
    if truth is None:
        return [
            Card(
                name="truth",
                title=title,
                method="kept",
                text=[("No result of the proof bench came with this installation, so there is "
                      "nothing to show here.")],
            )
        ]  # fmt: skip
    rows: list[Sequence[Cell]] = [
        [
            _band_words(row),
            words.chance(row["given"]),
            f"{words.number(row['truly'])} of {words.number(row['tutors'])}",
            words.percent(row["share"]),
            words.span(row["low"], row["high"]),
        ]
        for row in truth.bands.iter_rows(named=True)
    ]
    table = Table(
        caption="Simulated tutors: what was said, and what was true",
        columns=[
            Column(title="Chance said"),
            Column(title="On average", numeric=True),
            Column(title="Truly above the limit", numeric=True),
            Column(title="Share", numeric=True),
            Column(title="95 % range", numeric=True),
        ],
        rows=rows,
        stack=True,
    )
    return [
        Card(
            name="truth",
            title=title,
            how=f"{truth.said} {how}".strip(),
            method="kept",
            figure=Figure(
                name="truth",
                label="Chances that were said, and how often the true rate was above the limit",
                height="l",
                spec=figures.reliability_diagram(
                    truth.bands, observed="Share truly above the limit"
                ),
                numbers=table,
            ),
        )
    ]


def _later_card(later: pl.DataFrame, path: str, *, limit: float) -> Card:
    rows: list[Sequence[Cell]] = [
        _later_row(row) for row in later.filter(pl.col("nights") > 0).iter_rows(named=True)
    ]
    return Card(
        name="later",
        title="On what happened later, here",
        how="Past nights, 28 days apart, and the 28 days after each: separate events of that time "
        "among its sessions. Only tutors whose chance was once of note have kept points; the same "
        "tutor can stand in several nights, so the ranges are somewhat too narrow; people may have "
        "acted in between; and among few sessions even a tutor above the limit often loses none, "
        f"so the rate says more than the last column. Fewer than {FEWEST} tutors are too few to "
        "say.",
        method="kept",
        table=Table(
            caption="What came in the 28 days after a chance was said",
            columns=[
                Column(title="Looked for", narrow=True),
                Column(title="Chance said", narrow=True),
                Column(title="Tutors", numeric=True),
                Column(title="Nights", numeric=True),
                Column(title="Events later", numeric=True),
                Column(title="Later rate", numeric=True),
                Column(title="95 % range", numeric=True),
                Column(title=f"Over {words.limit(limit)} in those days", numeric=True),
            ],
            rows=rows,
            csv=path,
            empty="Too few nights have passed since anybody's chance was of note; this fills by "
            "itself.",
            stack=True,
        ),
    )


def _later_row(row: dict[str, object]) -> Sequence[Cell]:
    nights, tutors = int(str(row["nights"])), int(str(row["tutors"]))
    start: list[Cell] = [
        signal_title(str(row["signal"])),
        _band_words(row),
        words.number(tutors),
        words.number(nights),
    ]
    if not row["enough"]:
        return [*start, cells.too_few("too few to say"), "", "", ""]
    rate, low, high = (float(str(row[key])) for key in ("rate", "low", "high"))
    return [
        *start,
        f"{counted(float(str(row['events'])))} of {counted(float(str(row['trials'])))}",
        words.percent(rate),
        words.span(low, high),
        f"{words.number(int(str(row['over'])))} of {words.number(nights)}",
    ]


def _band_words(row: dict[str, object]) -> str:
    low, high = (float(str(row[key])) * 100 for key in ("band_low", "band_high"))
    return f"{low:g} to {high:g}{words.NARROW}%"
