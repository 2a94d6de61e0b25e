"""What a chance was a week ago is one figure, on whichever page it stands."""

from datetime import date, timedelta

import polars as pl
import pytest

from dashboards.pages import render_site
from tests.figures.site import Site
from tests.figures.world import World, publish

LAST = date(2026, 10, 31)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
RULE, SIGNAL = "review_rate", "late_sessions"


def fallen(folder, points, *, tonight=0.2):
    """Publish a marketplace with a case whose chance has fallen; gives the case's tutor."""
    published = publish(World(tutors=20), folder)
    marts = published / "marts"
    cases = pl.read_parquet(marts / "review.cases.parquet")
    (tutor, *_) = cases.filter((pl.col("rule") == RULE) & (pl.col("state") == "open"))["tutor_id"]
    its = (pl.col("tutor_id") == tutor) & (pl.col("signal") == SIGNAL)

    signals = pl.read_parquet(marts / "review.signals.parquet")
    signals.with_columns(
        chance=pl.when(its).then(pl.lit(tonight)).otherwise("chance")
    ).write_parquet(marts / "review.signals.parquet")

    kept = pl.read_parquet(marts / "review.signal_points.parquet")
    rows = [
        {"tutor_id": tutor, "signal": SIGNAL, "day": day, "chance": chance, "events": 3.0}
        for day, chance in points
    ]
    pl.concat([kept.filter(~its), pl.DataFrame(rows)], how="diagonal_relaxed").write_parquet(
        marts / "review.signal_points.parquet"
    )
    return published, tutor


def words_of(published, page):
    return Site(published=published, root=published / "site", summary=None).read(page).words


def test_the_queue_and_the_tutors_page_tell_one_figure(tmp_path):
    points = [(LAST - 2 * WEEK, 0.5), (LAST - WEEK, 0.9734), (LAST - WEEK + DAY, 0.3)]
    published, tutor = fallen(tmp_path, points)
    render_site(published, published / "site")

    queue = words_of(published, "queue.html")
    page = words_of(published, f"tutors/{tutor}.html")

    assert "Chance 20.0 %, 97.3 % a week ago Below 50 %: the case ends by itself" in queue
    assert "is 20.0 %; it was 97.3 % a week ago" in page
    assert "of the current rate, 97.3 % a week ago" in page


@pytest.mark.parametrize(
    "points",
    [
        pytest.param([(LAST - WEEK + DAY, 0.9734)], id="six days ago is not a week"),
        pytest.param([(LAST - WEEK, 0.0)], id="too little to judge then"),
    ],
)
def test_where_no_chance_is_known_of_then_neither_page_tells_one(tmp_path, points):
    published, tutor = fallen(tmp_path, points)
    render_site(published, published / "site")

    assert "Chance 20.0 % Below 50 %: the case ends" in words_of(published, "queue.html")
    assert "a week ago" not in words_of(published, f"tutors/{tutor}.html")
