"""Whom side detectors leave out is of no account: looking at everybody gives the same tables.

Marketplaces are made by chance, with pairs that pause for about as long as makes them quiet.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from assets import sql
from tests.models.side_worlds import BOOK, NIGHT, Diary, in_students_names, quiet
from tutor_reliability.evidence.windows import Asked
from tutor_reliability.evidence_build import Found, refresh_signals
from tutor_reliability.evidence_build.days import ordinals
from tutor_reliability.evidence_build.question import Question
from tutor_reliability.evidence_build.rates import rates_of
from tutor_reliability.evidence_build.side import sides_of
from tutor_reliability.evidence_build.side.answers import Counted
from tutor_reliability.evidence_build.side.asked_days import asked_days, sunday_from
from tutor_reliability.evidence_build.side.found import asked_tonight
from tutor_reliability.evidence_build.side.maybe_quiet import maybe_quiet
from tutor_reliability.evidence_build.side.student_cancels import StudentCancels
from tutor_reliability.evidence_build.side.taught import day_before_all
from tutor_reliability.night import Night
from tutor_reliability.rates_build import refresh_tutors

TABLES = ("signals", "signal_events", "signal_points", "priors", "older_sessions")
PAUSES = (3, 10, 19, 20, 21, 29, 30, 31, 32, 45)
TUTORS = "TUVW"


def few_learnt_from(name: str) -> str:
    """Give the models, the peers learnt from one tutor: of a small marketplace all would be."""
    learnt_from = "md5_number_lower(tutor.tutor_id) % $one_in = 0"
    text = sql.model(name)
    assert name != "stage.evidence_tutors" or learnt_from in text
    return text.replace(learnt_from, "tutor.tutor_id = 'T'")


def everybody(name: str) -> str:
    """Give the same models, but that nobody is left out."""
    if name == "stage.signal_maybe_quiet":
        return "select number from stage.evidence_tutors where $min_events > 0"
    return few_learnt_from(name)


def by_chance(rnd: Random) -> Diary:
    """Make pairs of a few tutors and students that meet, cancel, pause, and sometimes go on."""
    diary = Diary()
    for number in range(12):
        for tutor in rnd.sample(TUTORS, 2):
            day = rnd.randrange(60)
            while day < 170:
                name = f"{tutor}-{number}-{day}"
                booked = {"booked_at": None} if rnd.random() < 0.8 else {}
                is_cancelled = rnd.random() < 0.25
                if is_cancelled:
                    diary.session(tutor, f"s{number}", day, "cancelled", name=name, **booked)
                    at = diary.sessions[-1].scheduled_start - timedelta(
                        hours=rnd.choice((1, 30, 240))
                    )
                    diary.end(name, at, rnd.choice(("tutor", "tutor", "student")))
                else:
                    diary.session(tutor, f"s{number}", day, name=name, **booked)
                day += rnd.choice(PAUSES) if is_cancelled else 4
    return diary


def judged(world, diary: Diary, night: Night) -> None:
    world.deliver(diary.log)
    world.judge(BOOK, night)
    refresh_tutors(world.opened, sql.model, night=night)


def tables(world, night: Night, models) -> dict[str, list[dict[str, object]]]:
    refresh_signals(world.opened, models, BOOK, night, detectors=(rates_of, sides_of))
    return {table: world.rows(f"from review.{table} order by all") for table in TABLES}


def asked_of(world, answer, night: Night = NIGHT) -> list[object]:
    """Ask in the midst of a night; gives what was answered, by the tutors' numbers."""
    found = []

    def detector(question: Question) -> Found:
        question.stage("stage.evidence_tutors", one_in=1)
        for name in ("stage.signal_met_students", "stage.signal_met"):
            question.stage(name, before_day=day_before_all(question))
        tutors = question.opened.frame("select * from stage.evidence_tutors order by number")
        found.append(answer(question, tutors["tutor_id"]))
        return Found()

    refresh_signals(world.opened, sql.model, BOOK, night, detectors=(detector,))
    return found[0]


@pytest.mark.parametrize("examples", [1, pytest.param(60, marks=pytest.mark.slow)], ids=str)
def test_whose_pairs_did_not_go_quiet_need_not_be_looked_at(shared_world, examples) -> None:
    with_rows = []

    @settings(
        max_examples=examples,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @example(rnd=Random(0))  # noqa: S311 - a marketplace, not a secret
    @given(rnd=st.builds(Random, st.integers(0, 2**32)))
    def law(rnd: Random) -> None:
        shared_world.empty()
        night = Night(as_of=date(2026, 11, rnd.randrange(1, 30)), timezone="UTC")
        judged(shared_world, by_chance(rnd), night)
        few = tables(shared_world, night, few_learnt_from)
        assert few == tables(shared_world, night, everybody)
        with_rows.append(any(row["signal"] == "quiet_pairs" for row in few["signals"]))

    law()
    assert any(with_rows)


def test_who_is_left_out_had_no_pair_that_could_be_quiet(world) -> None:
    diary = Diary()
    quiet(diary, "quiet", goes_on=True, returns=False)
    quiet(diary, "they came back", goes_on=True, returns=True)
    quiet(diary, "they left altogether", goes_on=False, returns=False)
    judged(world, diary, NIGHT)

    def named(question: Question, tutors) -> set[str]:
        return {*tutors.gather(maybe_quiet(question))}

    assert asked_of(world, named) == {"quiet", "they left altogether"}


@pytest.mark.parametrize(
    ("last", "often"),
    [
        pytest.param(181, [7], id="the first counts on its last day"),
        pytest.param(182, [], id="a day later it counts no more"),
    ],
)
def test_often_is_so_many_on_one_day(last, often) -> None:
    days = [date(2026, 1, 1) + timedelta(days=one) for one in (0, 100, last)]
    frame = pl.DataFrame(
        {"number": [7] * 3, "session_id": list("abc"), "student_id": ["s"] * 3, "day": days}
    )

    assert list(Counted.of(frame, days=182).often(least=3)) == often
    assert list(Counted.of(frame.clear(), days=182).often(least=3)) == []


def test_pairs_are_read_when_asked_about_where_the_sums_had_said_enough(world) -> None:
    """Of somebody with as many as expected, and learnt from nobody or from everybody."""
    diary = Diary()
    in_students_names(diary, "they do so everywhere", elsewhere=3)
    judged(world, diary, NIGHT)

    def bounds(question: Question, tutors) -> list[list[np.ndarray]]:
        asked = asked_tonight(np.flatnonzero(tutors == "they do so everywhere"), question)
        found = []
        for sample in (asked.tutor, np.zeros(0, dtype=np.int64)):
            side = StudentCancels.of(question, sample)
            told = replace(side.ask(asked), chance=np.ones(1))
            _, session = side.counted.at(asked)
            rows = np.zeros(len(session), dtype=np.int64)
            bounds = side.ranges(asked, told)
            found.append([bounds.low, bounds.high, side.without(asked, rows, session)])
        return found

    known, read = asked_of(world, bounds)
    for one, other in zip(known, read, strict=True):
        assert len(one)
        assert np.array_equal(one, other)


def test_sums_of_the_days_asked_about_are_those_of_all_days(world) -> None:
    diary = Diary()
    in_students_names(diary, "T")
    in_students_names(diary, "U", elsewhere=3)
    judged(world, diary, NIGHT)

    def sums(question: Question, tutors) -> tuple[list[float], list[float]]:
        number = int(np.flatnonzero(tutors == "T")[0])
        days = asked_days(question)
        asked = Asked(tutor=np.full(len(days), number), day=days)
        told = StudentCancels.of(question, np.zeros(0, dtype=np.int64)).ask(asked)
        rows = question.opened.frame(
            "select day, count(*) as sessions from temp.signal_met "
            "where could_end and number = $number group by day",
            {"number": number},
        )
        day, sessions = ordinals(rows["day"]), rows["sessions"].to_numpy()
        weeks = question.span.week_days
        return list(told.trials), [
            float(sessions[(day <= one) & (day > one - weeks)].sum()) for one in days
        ]

    told, added = asked_of(world, sums)
    assert told == added
    assert max(told) > 0


@pytest.mark.parametrize(
    ("day", "sunday"),
    [
        (date(2026, 9, 26), date(2026, 9, 27)),
        (date(2026, 9, 27), date(2026, 9, 27)),
        (date(2026, 9, 28), date(2026, 10, 4)),
    ],
)
def test_the_next_sunday_may_be_the_day_itself(day, sunday) -> None:
    assert sunday_from(day) == sunday
