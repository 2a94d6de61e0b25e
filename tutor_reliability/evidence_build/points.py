"""The chance on past days, of tutors for whom it ever was of note.

Points begin with the first event of note: the days of late sessions are asked, and from the first
of note on each Sunday and tonight as well. Past points stand as long as what they rest on does, see
`memory`: of most tutors only tonight is new, and that has been judged already.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tutor_reliability.evidence.mixture import Floats
from tutor_reliability.evidence.score import Points, Terms, ask, asked_days
from tutor_reliability.evidence.windows import Asked, Course, Numbers
from tutor_reliability.evidence_build.days import Counted
from tutor_reliability.evidence_build.priors import Priors
from tutor_reliability.evidence_build.span import WEEK

Bools = NDArray[np.bool_]
_NONE = np.zeros(0, dtype=np.int64)
NO_POINTS = Points(
    asked=Asked(tutor=_NONE, day=_NONE),
    chance=np.zeros(0),
    events=np.zeros(0),
    since_week=_NONE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What is believed tonight; one figure a tutor.

    Attributes:
        chance: Probability that the rate is above the limit; 0 where too little was seen.
        events: Independent events of the weeks that end tonight.
        since_week: The likeliest first week of the current rate.
    """

    chance: Floats
    events: Floats
    since_week: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whose points go on tonight without being asked anew; one figure a tutor.

    Attributes:
        begun: Whether an event of note lies before tonight.
        stays: Whether the last night's own point stays: it was the day of an event, or a Sunday.
    """

    begun: Bools
    stays: Bools


def standing(begun: Numbers, last: int, tonight: int, events: Numbers) -> Standing:
    """Tell whose points go on.

    The last night was asked because it was that night. Unless it is the day of an event or a
    Sunday its point goes, and nothing has begun with it.

    Args:
        begun: The first day each tutor has a point of, -1 without any.
        last: The last night.
        tonight: The night.
        events: The tutors to whom something happened on the last night.
    """
    happened = np.zeros(len(begun), dtype=np.bool_)
    happened[events] = tonight > last
    goes_on = (begun >= 0) & ((begun < last) | happened)
    a_sunday = last % WEEK == 0 and tonight > last
    return Standing(begun=goes_on, stays=goes_on & (happened | a_sunday))


def tonight_of(begun: Bools, believed: Believed, *, tonight: int, terms: Terms) -> Points:
    """Give tonight's point of those whose points go on, or begin tonight.

    Args:
        begun: Whether the points of a tutor go on; one figure a tutor.
        believed: What is believed tonight.
        tonight: The night.
        terms: What the score is held against.
    """
    rows = np.flatnonzero(begun | (believed.chance >= terms.keep_from))
    return Points(
        asked=Asked(tutor=rows, day=np.full(len(rows), tonight)),
        chance=believed.chance[rows],
        events=believed.events[rows],
        since_week=believed.since_week[rows],
    )


def asked_anew(
    followed: Counted, since: Numbers, begun: Numbers, *, priors: Priors, terms: Terms
) -> Points:
    """Ask about all days from one on; gives the points of those who ever have one of note.

    Args:
        followed: All days of the tutors, numbered from 0.
        since: The first day to ask about; one figure a tutor.
        begun: The first day of note before that, -1 where there is none; one figure a tutor.
        priors: What to expect of tutors, of the signal asked about.
        terms: What the score is held against.
    """
    signal, days = priors.signal, followed.days
    tonight = priors.span.as_of.toordinal()
    course = Course.of(days.tutor, days.day, *_figures(followed, signal))

    def answered(asked: Asked, *, of_note: bool = False) -> Points:
        return ask(course, asked, prior_of=priors.of(), terms=terms, of_note=of_note)

    event = happened_on(followed, signal) & (days.day >= since[days.tutor])
    everybody = np.arange(len(since))
    of_events = _with_tonight(days.tutor[event], days.day[event], everybody, tonight)
    before = begun[of_events.tutor] >= 0
    noted = _first_of_note(answered(of_events.part(~before), of_note=True), terms, len(since))
    begins = np.where(begun >= 0, begun, noted)
    kept = np.flatnonzero(begins >= 0)
    first = int(since.min(initial=tonight))
    sundays = asked_days(_NONE, _NONE, tutors=kept, first=first, last=tonight)
    keys = np.union1d(_keys(of_events, tonight), _keys(sundays, tonight))
    asked = Asked(tutor=keys // (tonight + 1), day=keys % (tonight + 1))
    begin = begins[asked.tutor]
    return answered(asked.part((begin >= 0) & (asked.day >= np.maximum(begin, since[asked.tutor]))))


def happened_on(counted: Counted, signal: str) -> Bools:
    """Tell on which days something happened that a signal looks at, excused or not."""
    return counted.once.spell if signal == "wiped_days" else counted.days.late > 0


def joined(parts: list[tuple[Points, Numbers]]) -> Points:
    """Put points together, their tutors numbered as everywhere; beside each whose they are."""
    return Points(
        asked=Asked(
            tutor=np.concatenate([whose[one.asked.tutor] for one, whose in parts]),
            day=np.concatenate([one.asked.day for one, _ in parts]),
        ),
        chance=np.concatenate([one.chance for one, _ in parts]),
        events=np.concatenate([one.events for one, _ in parts]),
        since_week=np.concatenate([one.since_week for one, _ in parts]),
    )


def _figures(followed: Counted, signal: str) -> list[Floats]:
    figures = [followed.events(signal), followed.load(signal)]
    if followed.happened is not followed.once:
        figures += [followed.all_events(signal), followed.all_load(signal)]
    return figures


def _keys(asked: Asked, last: int) -> Numbers:
    return asked.tutor * (last + 1) + asked.day


def _with_tonight(tutor: Numbers, day: Numbers, tutors: Numbers, last: int) -> Asked:
    keys = np.unique(
        np.concatenate((tutor * (last + 1) + day, tutors * (last + 1) + last)).astype(np.int64)
    )
    return Asked(tutor=keys // (last + 1), day=keys % (last + 1))


def _first_of_note(points: Points, terms: Terms, tutors: int) -> Numbers:
    """Give the first day of note of each tutor, -1 where there is none."""
    noted = points.chance >= terms.keep_from
    first, at = np.unique(points.asked.tutor[noted], return_index=True)
    begins = np.full(tutors, -1, dtype=np.int64)
    begins[first] = points.asked.day[noted][at]
    return begins
