"""Which sessions are booked: students take a tutor's weekly hours and keep them for months."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

import numpy as np
import polars as pl

from tutor_reliability.simulate.names import ZONES
from tutor_reliability.simulate.plan import AHEAD_DAYS, DAY, HOUR, SEASON, Flags, Floats, Ints, Plan
from tutor_reliability.simulate.tutors import Tutors

FIRST_HOUR, HOURS_A_DAY, WEEK = 7, 16, 7
ODD_FIRST, ODD_LAST, LATE_AFTERNOON = 8, 21, 15
WEEKS_A_STUDENT_STAYS = 16
PACK = 4
STUDENTS_PER_ENROLMENT = 0.62
TRIAL_SHARE = 0.6
TWICE_A_WEEK = 0.3
TRIAL_MINUTES = 30
OUTSIDE_AVAILABILITY = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The weekly hours of some tutors: one entry an hour of the week.

    Attributes:
        tutor: Whose.
        weekday: 0 is Monday.
        hour: Local hour of the day.
        seat: The slot whose student also sits here; most slots are their own seat.
        taken: Share of weeks in which it is taken.
    """

    tutor: Ints
    weekday: Ints
    hour: Ints
    seat: Ints
    taken: Floats


def book(plan: Plan, tutors: Tutors, block: range, rng: np.random.Generator) -> pl.DataFrame:
    """Book the sessions of a block of tutors, up to two weeks past the last day.

    Returns:
        One row a session, ordered by tutor and start: tutor, student (numbered within the
        block), start and booked (seconds), day (local, from the first), odd (an odd hour),
        subject, minutes, first (of the pair), trial, outside (the stated availability).
    """
    slots = _slots(tutors, np.arange(block.start, block.stop), rng)
    known = tutors.joined[slots.tutor] < 0
    enrolment, week_of_stay = _enrolments(plan, slots, known, rng)
    slot, week = np.nonzero(_taken(plan, slots, rng))
    stay = week_of_stay[slot, week]
    tutor = slots.tutor[slot]
    day = week * WEEK + slots.weekday[slot] - plan.first_day.weekday()
    local = day * DAY + slots.hour[slot] * HOUR + tutors.minute[tutor] * 60
    start = plan.first + local - zone_offsets(plan)[tutors.zone[tutor], day + WEEK]
    booked = start - _lead(plan, slots, (slot, week, stay), rng)
    opened = plan.first + tutors.joined[tutor] * DAY + (start * 7919 + slot * 104729) % (12 * HOUR)
    booked = np.maximum(booked, np.where(tutors.joined[tutor] >= 0, opened, 0))
    pupil = _students(slots.seat[slot] * 1000 + enrolment[slot, week], rng)
    size = len(slot)
    frame = pl.DataFrame(
        {
            "tutor": tutor,
            "student": pupil,
            "start": start,
            "booked": booked,
            "day": day,
            "odd": (slots.hour[slot] < ODD_FIRST) | (slots.hour[slot] >= ODD_LAST),
            "subject": tutors.subjects[tutor, slots.seat[slot] % 2],
            "minutes": tutors.duration[tutor],
            "old": known[slot] & (enrolment[slot, week] == 0),
            "luck": rng.random(size),
            "outside": rng.random(size) < OUTSIDE_AVAILABILITY,
        }
    )
    return _pairs(frame.filter(_possible(plan, tutors, frame)))


def _possible(plan: Plan, tutors: Tutors, frame: pl.DataFrame) -> Flags:
    tutor, day, start, booked = (
        frame[name].to_numpy() for name in ("tutor", "day", "start", "booked")
    )
    in_time = (start >= plan.first) & (start < plan.end + AHEAD_DAYS * DAY)
    employed = (day >= tutors.joined[tutor]) & (day < tutors.left[tutor])
    return np.asarray(in_time & employed & (booked < plan.end) & (booked + HOUR < start))


def _slots(tutors: Tutors, block: Ints, rng: np.random.Generator) -> Slots:
    volume = tutors.volume[block]
    number = np.ceil(1.1 * volume).astype(np.int64)
    hours = np.arange(FIRST_HOUR, FIRST_HOUR + HOURS_A_DAY)
    odd = (hours < ODD_FIRST) | (hours >= ODD_LAST)
    evening = np.where(hours < LATE_AFTERNOON, 0.5, 1.0)
    weight = np.where(odd[None, :], 6 * tutors.odd_hours[block, None], evening[None, :])
    chance = np.tile(np.log(weight + 1e-9), (1, WEEK))
    order = np.argsort(-(chance + rng.gumbel(size=chance.shape)), axis=1, kind="stable")
    place = np.arange(order.shape[1])[None, :]
    chosen = place < number[:, None]
    row, position = np.nonzero(chosen)
    cell = order[row, position]
    index = np.arange(len(cell))
    twice = (position % 2 == 1) & (rng.random(len(cell)) < TWICE_A_WEEK)
    return Slots(
        tutor=block[row],
        weekday=cell // HOURS_A_DAY,
        hour=FIRST_HOUR + cell % HOURS_A_DAY,
        seat=np.where(twice, index - 1, index),
        taken=(volume / number)[row],
    )


def _weeks(plan: Plan) -> int:
    return (plan.first_day.weekday() + plan.horizon) // WEEK + 1


def _enrolments(
    plan: Plan, slots: Slots, known: Flags, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Number the students of each seat, and the weeks each has been there, per slot and week."""
    weeks = np.arange(_weeks(plan))
    renewed = rng.random((len(slots.seat), len(weeks))) < 1 / WEEKS_A_STUDENT_STAYS
    since = np.where(renewed, weeks[None, :], np.iinfo(np.int64).min)
    since[:, 0] = np.where(known, -rng.integers(1, PACK + 1, len(known)), 0)
    since = np.maximum.accumulate(since, axis=1)[slots.seat]
    renewed[:, 0] = False
    return np.cumsum(renewed, axis=1, dtype=np.int64)[slots.seat], weeks[None, :] - since


def _taken(plan: Plan, slots: Slots, rng: np.random.Generator) -> Flags:
    months = plan.months()
    first_days = np.clip(np.arange(_weeks(plan)) * WEEK, 0, len(months) - 1)
    season = np.array(SEASON)[months[first_days]]
    chance = slots.taken[:, None] * season[None, :]
    return np.asarray(rng.random(chance.shape) < chance)


def _lead(plan: Plan, slots: Slots, at: tuple[Ints, Ints, Ints], rng: np.random.Generator) -> Ints:
    """How long before its start a session was booked: the first alone, then in packs of four."""
    slot, week, stay = at
    shape = (len(slots.tutor), _weeks(plan) + PACK)
    ahead = rng.integers(2 * DAY, 10 * DAY, shape)
    alone = rng.integers(6 * HOUR, 5 * DAY, shape)
    since_pack = np.where(stay == 0, 0, (stay - 1) % PACK)
    pack = week - since_pack + PACK
    lead = np.where(stay == 0, alone[slot, pack], ahead[slot, pack])
    return np.asarray(lead + since_pack * WEEK * DAY)


def _students(enrolment: Ints, rng: np.random.Generator) -> Ints:
    """Give each enrolment a student; some students sit with several tutors."""
    _, which = np.unique(enrolment, return_inverse=True)
    number = int(which.max(initial=-1)) + 1
    pool = max(1, round(STUDENTS_PER_ENROLMENT * number))
    return np.asarray(rng.integers(0, pool, number)[which])


def _pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark the first session of each pair, and of those the trials."""
    ordered = frame.sort("tutor", "student", "start", maintain_order=True)
    fresh = (pl.struct("tutor", "student").rle_id().diff().fill_null(1) != 0) & ~pl.col("old")
    return (
        ordered.with_columns(first=fresh)
        .with_columns(trial=pl.col("first") & (pl.col("luck") < TRIAL_SHARE))
        .with_columns(
            minutes=pl.when("trial").then(TRIAL_MINUTES).otherwise("minutes"),
        )
        .drop("old", "luck")
        .sort("tutor", "start", maintain_order=True)
    )


@cache
def zone_offsets(plan: Plan) -> Ints:
    """Seconds that each zone is ahead of UTC, per zone and local day from a week before."""
    first_noon = datetime.combine(plan.first_day, time(hour=12))
    noon = pl.datetime_range(
        first_noon - timedelta(days=WEEK),
        first_noon + timedelta(days=plan.horizon + WEEK),
        "1d",
        eager=True,
    )
    rows = [
        (noon.dt.epoch("s") - noon.dt.replace_time_zone(zone).dt.epoch("s")).to_numpy()
        for zone in ZONES
    ]
    return np.stack(rows)
