"""A file a day tells, in the end, what the single files tell; and never more than that day knew."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

FIRST, DAYS = "2026-07-04", 120
KEYS = {
    "sessions": "session_id",
    "cancellations": "event_id",
    "contacts": "contact_id",
    "feedback": "feedback_id",
    "tutors": "tutor_id",
}
KNOWN = {
    "sessions": pl.col("updated_at"),
    "cancellations": pl.col("received_at"),
    "contacts": pl.coalesce("decided_at", "contacted_at"),
    "feedback": pl.col("given_at"),
}


def final_knowledge(world, log):
    """Let the newer version of each key win; where versions say nothing, the later row."""
    version = [pl.col("updated_at")] if log == "sessions" else []
    delivered = world.log(log).with_row_index("order").sort(*version, "order")
    last = delivered.unique(KEYS[log], keep="last", maintain_order=True)
    return last.sort(KEYS[log]).drop("order", "file", "line")


@pytest.mark.parametrize("log", KEYS)
def test_landing_all_days_gives_the_knowledge_of_the_single_file(small, small_by_night, log):
    assert_frame_equal(final_knowledge(small_by_night, log), final_knowledge(small, log))


@pytest.mark.parametrize("log", KNOWN)
def test_a_file_holds_what_became_known_that_day(small_by_night, log):
    rows = small_by_night.clean(log).with_columns(
        day=pl.col("file").str.extract(r"(\d{4}-\d\d-\d\d)"), known=KNOWN[log].str.head(10)
    )
    another_day = rows.filter(pl.col("day") != pl.max_horizontal("known", pl.lit(FIRST)))

    assert len(rows) > 0
    assert another_day.is_empty()


@pytest.mark.parametrize("log", ["sessions", "cancellations"])
def test_every_day_has_a_file_of_the_required_logs(small_by_night, log):
    assert len(list((small_by_night.out / log).iterdir())) == DAYS


def test_a_session_is_delivered_as_booked_before_it_is_delivered_as_ended(small_by_night):
    rows = small_by_night.clean("sessions").filter(pl.col("status") != "scheduled")
    booked = small_by_night.log("sessions").filter(pl.col("status") == "scheduled")
    unannounced = rows.filter(pl.col("session_id").str.starts_with("s")).join(
        booked, on="session_id", how="anti"
    )

    assert len(rows) > 0
    assert unannounced.is_empty()


def test_truth_about_tutors_does_not_depend_on_the_layout(small, small_by_night):
    assert_frame_equal(small.truth(), small_by_night.truth())
