"""The chance on past days, of tutors for whom it ever was of note.

A point costs as much as a tutor tonight, so first the few are found who can have one of note at
all; then the days of their late sessions are asked, and only where one of these is of note, each
Sunday from there on.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats, Mixture
from tutor_reliability.evidence.score import (
    Points,
    Terms,
    ask,
    asked_days,
    most_load,
)
from tutor_reliability.evidence.windows import Asked, Course, Numbers
from tutor_reliability.evidence_build.days import Counted
from tutor_reliability.evidence_build.priors import Priors
from tutor_reliability.evidence_build.span import Span

_NONE = np.zeros(0, dtype=np.int64)
NO_POINTS = Points(
    asked=Asked(tutor=_NONE, day=_NONE),
    chance=np.zeros(0),
    events=np.zeros(0),
    since_week=_NONE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Events of tutors in order, and the load between them at least; see `may_ever_reach`.

    Attributes:
        tutor: Row of the tutor; one figure an event, by tutor, then by day.
        day: Its day.
        week: Its week, counted back from tonight.
        load: Load of all newer weeks; one row a tutor, one column a week, and one for all.
    """

    tutor: Numbers
    day: Numbers
    week: Numbers
    load: Floats


def may_ever_reach(
    stretches: Stretches, *, priors: list[Mixture], terms: Terms, days: int
) -> NDArray[np.bool_]:
    """Tell which tutors can have had a chance of note on any day. Never wrongly no.

    A chance is at most what the most suspicious stretch alone would say, and that is one from an
    event to an event. The weeks that lie wholly between them are what it was at least among.

    Args:
        stretches: Events in order.
        priors: All that was expected of tutors on some day.
        terms: What the score is held against.
        days: Days of the weeks looked at.

    Returns:
        One figure a row of `load`.
    """
    able = np.zeros(len(stretches.load), dtype=np.bool_)
    most = _most(stretches, priors, terms)
    for events in range(1, len(most)):
        later = np.arange(events - 1, len(stretches.tutor))
        first = later - events + 1
        near = (stretches.tutor[later] == stretches.tutor[first]) & (
            stretches.day[later] - stretches.day[first] < days
        )
        later, first = later[near], first[near]
        if not len(later):
            break
        tutor = stretches.tutor[later]
        ends = stretches.week[later] + 1
        among = stretches.load[tutor, np.maximum(stretches.week[first], ends)]
        among = among - stretches.load[tutor, ends]
        able[tutor[among <= most[events]]] = True
    return able


def _most(stretches: Stretches, priors: list[Mixture], terms: Terms) -> Floats:
    """Give for each number of events the load up to which any prior says it is of note."""
    count = int(np.bincount(stretches.tutor).max(initial=0)) if len(stretches.tutor) else 0
    found: Floats = np.max([most_load(count, one, terms) for one in priors], axis=0)
    return found


def stretches_of(
    signal: str, counted: Counted, rows: Numbers, load: Floats, span: Span
) -> Stretches:
    """Put events in order for `may_ever_reach`.

    Args:
        signal: One of the two rates.
        counted: The days with a late session.
        rows: The row of each day's tutor, -1 where it is not asked about.
        load: Load by tutor and week, newest first.
        span: Which days are looked at.
    """
    events = np.where(rows >= 0, counted.events(signal), 0.0).astype(np.int64)
    day = np.repeat(counted.days.day, events)
    return Stretches(
        tutor=np.repeat(rows, events),
        day=day,
        week=(span.as_of.toordinal() - day) // 7,
        load=np.concatenate((np.zeros((len(load), 1)), np.cumsum(load, axis=1)), axis=1),
    )


def points_of(
    followed: Counted, tutors: Numbers, *, span: Span, priors: Priors, terms: Terms
) -> Points:
    """Ask about some tutors; gives the points of those with at least one of note.

    Args:
        followed: All days of the tutors, numbered from 0.
        tutors: Those to ask about.
        span: Which days are looked at.
        priors: What to expect of tutors, of the signal asked about.
        terms: What the score is held against.
    """
    signal, prior_of = priors.signal, priors.of()
    days = followed.days
    figures = [followed.events(signal), followed.load(signal)]
    if followed.happened is not followed.once:
        figures += [followed.all_events(signal), followed.all_load(signal)]
    course = Course.of(days.tutor, days.day, *figures, weeks=terms.weeks)

    def answered(asked: Asked, *, of_note: bool = False) -> Points:
        return ask(course, asked, prior_of=prior_of, terms=terms, of_note=of_note)

    first, last = span.points_from.toordinal(), span.as_of.toordinal()
    happened = followed.once.spell if signal == "wiped_days" else days.late > 0
    event = happened & (days.day >= first) & np.isin(days.tutor, tutors)
    of_events = _with_tonight(days.tutor[event], days.day[event], tutors, last)
    begins = _first_of_note(answered(of_events, of_note=True), terms)
    noted = np.flatnonzero(begins >= 0)
    sundays = asked_days(_NONE, _NONE, tutors=noted, first=first, last=last)
    keys = np.union1d(_keys(of_events, last), _keys(sundays, last))
    asked = Asked(tutor=keys // (last + 1), day=keys % (last + 1))
    since = begins[asked.tutor]
    return answered(asked.part((since >= 0) & (asked.day >= since)))


def _keys(asked: Asked, last: int) -> Numbers:
    return asked.tutor * (last + 1) + asked.day


def _with_tonight(tutor: Numbers, day: Numbers, tutors: Numbers, last: int) -> Asked:
    keys = np.unique(
        np.concatenate((tutor * (last + 1) + day, tutors * (last + 1) + last)).astype(np.int64)
    )
    return Asked(tutor=keys // (last + 1), day=keys % (last + 1))


def _first_of_note(points: Points, terms: Terms) -> Numbers:
    """Give the first day of note of each tutor, -1 where there is none."""
    noted = points.chance >= terms.keep_from
    first, at = np.unique(points.asked.tutor[noted], return_index=True)
    begins = np.full(int(points.asked.tutor.max(initial=-1)) + 1, -1, dtype=np.int64)
    begins[first] = points.asked.day[noted][at]
    return begins
