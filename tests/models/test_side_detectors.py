"""The side detectors through the real SQL: who is found, and the nearest who is not.

One marketplace holds a tutor for each case, see `side_worlds`; what depends on everybody, or on the
night, has a marketplace of its own.
"""

from datetime import date, timedelta

import pytest

from tests.models.side_worlds import (
    BEGAN,
    CASES,
    NIGHT,
    PEERS,
    Diary,
    all_cases,
    found,
    in_students_names,
    moved,
    near_the_line,
    peers,
    quiet,
)
from tutor_reliability.night import Night


@pytest.fixture(scope="module")
def marketplace(shared_world):
    """Give a marketplace with a tutor for each case, judged."""
    return shared_world, found(shared_world, all_cases())


@pytest.fixture(scope="module")
def signals(marketplace):
    """Give the rows of review.signals by tutor and signal."""
    return marketplace[1]


def chance(rows, signal: str, tutor: str) -> float:
    """Give a tutor's chance; 0 where there is nothing to tell, or too little."""
    row = rows.get((tutor, signal))
    return (row["chance"] or 0.0) if row else 0.0


@pytest.mark.parametrize(
    ("signal", "tutors"),
    [
        ("near_line", {"line sitter"}),
        ("student_cancels", {"proxy", "presses for them"}),
        ("emergency_habit", {"time and again", "excused"}),
        ("reschedule_churn", {"mover"}),
        ("reschedule_chain", {"moved thrice", "from session to session"}),
        ("quiet_pairs", {"quiet"}),
    ],
)
def test_those_are_found_who_do_it_and_nobody_else(signals, signal, tutors) -> None:
    assert {
        one for one, of in signals if of == signal and chance(signals, of, one) >= 0.9
    } == tutors
    others = [chance(signals, signal, one) for one in {*CASES, *PEERS} - tutors]
    assert max(others) < 0.7


@pytest.mark.parametrize(
    ("tutor", "signal", "figures"),
    [
        ("line sitter", "near_line", {"events": 8, "trials": 68, "students": 1}),
        ("proxy", "student_cancels", {"events": 16, "trials": 80, "students": 8}),
        ("one flaky student", "student_cancels", {"events": 8, "trials": 76, "students": 1}),
        ("time and again", "emergency_habit", {"events": 6, "trials": 68, "spells": 1}),
        ("ill for a week", "emergency_habit", {"events": 3, "spells": 1, "spell_sessions": 4}),
        ("excused", "emergency_habit", {"events": 6}),
        ("mover", "reschedule_churn", {"events": 18, "trials": 78}),
        ("moved thrice", "reschedule_chain", {"events": 3}),
        ("from session to session", "reschedule_chain", {"session_ids": ["a", "b", "c"]}),
        ("quiet", "quiet_pairs", {"events": 8, "trials": 8, "students": 8}),
    ],
)
def test_what_is_counted_are_the_rows_of_the_log(signals, tutor, signal, figures) -> None:
    row = signals[tutor, signal]
    assert {name: row[name] for name in figures} == figures


@pytest.mark.parametrize(
    ("tutor", "signal"),
    [
        *((one, "near_line") for one in ("whole hours", "further outside", "inside")),
        ("only the day is known", "near_line"),
        ("by the student", "near_line"),
        ("for the student", "near_line"),
        ("they cancel in time", "student_cancels"),
        ("other reasons", "emergency_habit"),
        ("moved twice", "reschedule_chain"),
        ("student moved it", "reschedule_chain"),
        ("moved for the student", "reschedule_chain"),
        ("entered four times", "reschedule_chain"),
        ("taken back", "reschedule_chain"),
        ("they left altogether", "quiet_pairs"),
        ("they came back", "quiet_pairs"),
        ("they know no other", "quiet_pairs"),
    ],
)
def test_what_is_none_of_it_is_not_counted(signals, tutor, signal) -> None:
    assert (tutor, signal) not in signals


@pytest.mark.parametrize(
    ("tutor", "events"),
    [
        ("two minutes past", 3),
        ("a second more", 4),
        ("the last that is near", 4),
        ("the first that is not", 3),
        ("rebooked", 3),
    ],
)
def test_just_outside_is_from_the_line_to_two_hours_but_for_whole_hours(
    signals, tutor, events
) -> None:
    assert signals[tutor, "near_line"]["events"] == events


def test_students_explain_what_they_do_with_others_too(signals) -> None:
    alone, everywhere = (
        signals[one, "student_cancels"] for one in ("proxy", "they do so everywhere")
    )
    assert alone["events"] == everywhere["events"]
    assert 2 * alone["reference"] < everywhere["reference"]


def test_every_figure_leads_to_sessions(marketplace) -> None:
    world, signals = marketplace
    events = world.rows(
        "select tutor_id, signal, sum(event) as events from review.signal_events "
        "where signal <> 'reschedule_chain' and signal not in ('late_sessions', 'wiped_days') "
        "group by all"
    )
    assert {row["signal"] for row in events} == {
        "near_line", "student_cancels", "emergency_habit", "reschedule_churn", "quiet_pairs"
    }  # fmt: skip
    for row in events:
        assert row["events"] == signals[row["tutor_id"], row["signal"]]["events"]


def test_excusing_never_raises_a_chance(marketplace) -> None:
    world, signals = marketplace
    events = world.rows(
        "from review.signal_events where event > 0 "
        "and signal not in ('late_sessions', 'wiped_days')"
    )
    assert events
    for row in events:
        assert row["chance_without"] <= signals[row["tutor_id"], row["signal"]]["chance"]


def test_points_are_asked_on_sundays_and_tonight(marketplace) -> None:
    world, _ = marketplace
    points = world.rows(
        "from review.signal_points where tutor_id = 'line sitter' and signal = 'near_line' "
        "order by day"
    )
    *before, tonight = (row["day"] for row in points)
    assert tonight == NIGHT.as_of
    assert all(day.isoweekday() == 7 for day in before)
    assert points[0]["chance"] >= 0.5
    assert [row["events"] for row in points] == [len(row["session_ids"]) for row in points]


def test_a_point_rests_on_what_had_happened_by_then(marketplace) -> None:
    world, _ = marketplace
    points = world.rows(
        "from review.signal_points where tutor_id = 'time and again' "
        "and signal = 'emergency_habit' order by day"
    )
    sunday = (BEGAN + timedelta(days=90)).date()
    (listed,) = (row["session_ids"] for row in points if row["day"] == sunday)
    assert [name.rsplit("-", 1)[1] for name in listed] == ["62", "68", "74", "80", "86"]


def test_nothing_is_left_of_the_steps_between(marketplace) -> None:
    world, _ = marketplace
    left = world.rows("select table_name from duckdb_tables() where schema_name <> 'review'")
    assert [row["table_name"] for row in left if row["table_name"].startswith("signal")] == []


def test_bunching_of_everybody_by_a_reminder_names_nobody(world) -> None:
    diary = Diary()
    for tutor in PEERS:
        near_the_line(diary, tutor)
    rows = found(world, diary)
    assert {one for one, signal in rows if signal == "near_line"} == {*PEERS}
    assert all(chance(rows, "near_line", tutor) < 0.5 for tutor in PEERS)


def test_moving_as_many_as_everybody_is_no_churn(world) -> None:
    diary = Diary()
    for tutor in PEERS:
        moved(diary, tutor, range(62, 98, 2))
    rows = found(world, diary)
    assert all(chance(rows, "reschedule_churn", tutor) < 0.5 for tutor in PEERS)


@pytest.mark.parametrize(
    ("as_of", "events"),
    [
        pytest.param(date(2026, 7, 29), 6, id="the others may still go on"),
        pytest.param(date(2026, 8, 1), 8, id="all have had their thirty days"),
    ],
)
def test_a_pair_is_told_once_its_time_has_passed(world, as_of, events) -> None:
    diary = Diary()
    peers(diary)
    quiet(diary, "T", goes_on=True, returns=False)
    rows = found(world, diary, night=Night(as_of=as_of, timezone="UTC"))
    assert rows["T", "quiet_pairs"]["events"] == events


def test_a_night_gives_the_same_rows_in_whatever_order_the_log_came(world) -> None:
    kept = [
        f"from review.{table} order by all"
        for table in ("signals", "signal_events", "signal_points", "priors", "signal_moves")
    ]
    diary = Diary()
    peers(diary)
    near_the_line(diary, "T")
    in_students_names(diary, "U")
    found(world, diary)
    first = [world.rows(one) for one in kept]
    world.empty()
    diary.sessions.reverse()
    diary.cancellations.reverse()
    found(world, diary)
    assert [world.rows(one) for one in kept] == first
