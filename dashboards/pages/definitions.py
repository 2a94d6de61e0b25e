"""Each number of the pages: in words, as a formula, what it leaves out, and worked once."""

from collections.abc import Callable

from dashboards import words
from dashboards.pages.definition import Definition
from dashboards.pages.definitions_of_evidence import of_evidence
from dashboards.read import Stamp
from tutor_reliability.intervals import wilson_interval
from tutor_reliability.policy.model import Evidence

_LATE, _SESSIONS = 3, 41
_PRIOR_LATE, _PRIOR_SESSIONS = 1, 30


def definitions(
    stamp: Stamp, terms: Evidence, upper_limit: Callable[[int, float], float]
) -> tuple[Definition, ...]:
    """Define every number, worked with the policy's own values.

    Args:
        stamp: The run, for the policy's line, limit and smallest volume.
        terms: The numbers of the policy's `[evidence]`.
        upper_limit: Gives the 99.8 % limit of a funnel for sessions and a centre.
    """
    return (
        *_rates(stamp),
        *_evidence(stamp),
        *of_evidence(terms),
        *_charts(upper_limit),
        *_queue(stamp),
    )


def _rates(stamp: Stamp) -> tuple[Definition, ...]:
    low, high = wilson_interval([_LATE], [_SESSIONS])
    span = words.span(float(low[0]), float(high[0]))
    rate = words.percent(_LATE / _SESSIONS)
    pooled = words.percent((_LATE + _PRIOR_LATE) / (_SESSIONS + _PRIOR_SESSIONS))
    return (
        Definition(
            name="rate",
            title="Late rate",
            says="The share of a tutor's sessions that the tutor took from a student at short "
            "notice, or did not come to.",
            formula="late / sessions",
            over="30, 90, 180 and 365 days up to the night, by the day of the session's start; "
            "pages show 90 where they say nothing else",
            leaves_out="sessions that students or the platform ended, agreed rebookings, excused "
            "sessions, what is not settled yet, and notice nobody knows",
            example=f"{_LATE} late of {_SESSIONS} sessions: {rate}",
        ),
        Definition(
            name="exposure",
            title="Sessions (exposure)",
            says="Sessions that could have been lost late: the denominator of the late rate.",
            formula="completed + late + cancelled in time by the tutor, by the policy's classes",
            leaves_out="sessions that students or the platform ended: nobody cancels what is gone",
            example="50 booked, 8 cancelled by students, 1 excused: 41 sessions",
        ),
        Definition(
            name="interval",
            title="95 % range",
            says="Where the true rate plausibly lies, given so many sessions. Few sessions, wide "
            "range.",
            formula="(x + z²/2 ± z·√(x(n−x)/n + z²/4)) / (n + z²), z = 1.96",
            over="the same sessions as the rate",
            example=f"{_LATE} late of {_SESSIONS}: {rate}, plausibly {span} "
            "(Wilson's interval, 1927)",
        ),
        Definition(
            name="pooled",
            title="Best estimate",
            says="The rate drawn towards the marketplace's, the more so the fewer the sessions: a "
            "tutor with two sessions is probably an ordinary tutor.",
            formula="(late + prior late) / (sessions + prior sessions)",
            over="the prior is learnt each night from all tutors of the window",
            example=f"with a prior of {_PRIOR_LATE} late in {_PRIOR_SESSIONS}: {_LATE} of "
            f"{_SESSIONS} becomes {pooled}",
        ),
        Definition(
            name="chance",
            title="Chance above the limit",
            says="How probable it is that the tutor's true rate exceeds the limit of "
            f"{words.limit(stamp.limit)}.",
            formula="P(rate > limit | late, sessions, the marketplace)",
            over="the same sessions as the best estimate",
            example="50 % means: as likely above as below",
        ),
        Definition(
            name="rank",
            title="Rank",
            says="Who is most surely unreliable: 1 has the highest rate that the evidence "
            "guarantees. Few sessions cannot make a high rank.",
            formula="order of the lower end of the best estimate's range, highest first",
            over="all tutors with a rate in the window",
            leaves_out="nobody; equal evidence shares a rank",
        ),
        Definition(
            name="few",
            title="Too few to judge",
            says="A state of its own, neither good nor bad: no rate is said and none is used.",
            formula=f"sessions < {stamp.min_volume}",
            example=f"2 late of 9 sessions is said as it is; the rate begins at {stamp.min_volume}",
        ),
    )


def _evidence(stamp: Stamp) -> tuple[Definition, ...]:
    line = stamp.line_hours
    return (
        Definition(
            name="notice",
            title="Notice, and what is late",
            says="Elapsed time from the cancellation to the earliest start the student was ever "
            "given: moving a lesson buys no notice.",
            formula=f"earliest start - cancelled at < {line:g} h",
            leaves_out="cancellations whose time is unknown: never late, shown as unknown",
            example=f"exactly {line:g} hours is in time; one second less is late",
        ),
        Definition(
            name="excuses",
            title="Excuses",
            says="A session is taken out of the rate where the policy's conditions hold: reason, "
            "channel, in time, and accepted where the policy asks for a decision.",
            formula="excused sessions leave both late and sessions",
            leaves_out="while an excuse is undecided the flag that rests on it is held: nothing "
            "follows from it",
            example="3 late of 41, one of them excused: 2 of 40",
        ),
        Definition(
            name="trail",
            title="Rate over time",
            says="The late rate over 13 weeks at a time, each week anew, and between which rates "
            "the middle 80 % of tutors stood.",
            formula="late / sessions of the 13 weeks up to each week's last day",
            leaves_out=f"13 weeks with under {stamp.min_volume} sessions: too few to judge",
        ),
    )


def _charts(upper_limit: Callable[[int, float], float]) -> tuple[Definition, ...]:
    centre = 0.03
    return (
        Definition(
            name="weeks",
            title="Usual range of weeks",
            says="How far the marketplace's weekly rate strays without any cause; a week outside "
            "is unusual.",
            formula="p ± 3·w·√(p(1−p)/n), w = mean |z − z before| / 1.128, at least 1",
            over="whole and running weeks of a year, Monday first (Laney's p' chart, 2002)",
            example="with w = 1, 3 % and 1,000 sessions a week: 1.4 % to 4.6 %",
        ),
        Definition(
            name="surges",
            title="Days that stand out",
            says="Days on which at least twice the usual share was lost, and chance would give as "
            "much less than once in a million days.",
            formula="P(X ≥ late | sessions, usual rate) < 0.000001",
            leaves_out="nothing: such days count like any other until a person says otherwise",
        ),
        Definition(
            name="funnel",
            title="Limits of chance",
            says="Between which rates 95 % or 99.8 % of tutors would lie if all were like the "
            "marketplace. Drawn only: they flag nobody.",
            formula="exact binomial tails around the marketplace's rate",
            example=f"around {words.percent(centre)}, a tutor with {_SESSIONS} sessions is beyond "
            f"the 99.8 % limit at {words.percent(upper_limit(_SESSIONS, centre))} late",
        ),
    )


def _queue(stamp: Stamp) -> tuple[Definition, ...]:
    limit = stamp.limit
    return (
        Definition(
            name="queue",
            title="Order of the queue",
            says="What is due soonest first, the overdue as if due tonight; then late sessions "
            "above the limit; then students affected.",
            formula="late sessions above the limit = late - limit · sessions, 90 days, at least 0",
            example=f"{_LATE} late of {_SESSIONS} with a limit of {words.limit(limit)}: "
            f"{_LATE - limit * _SESSIONS:.1f} above",
        ),
        Definition(
            name="gate",
            title="The gate",
            says="Checks stand between the logs and the flags. Green: all passed. Amber: a warning "
            "to know of. Red: a blocking check failed, and the last trusted night is shown.",
            formula="red if any blocking check fails",
            leaves_out="while red nobody is flagged anew and nobody's eligibility gets worse",
        ),
        Definition(
            name="rows",
            title="Rows in and out",
            says="Every row that arrives is accounted for, file by file. Records of a platform "
            "that tell of something else than our logs are no fault and counted apart.",
            formula="received = landed + duplicate + superseded + set aside + other events",
            example="120 received = 112 landed + 4 duplicate + 3 superseded + 1 set aside",
        ),
        Definition(
            name="freshness",
            title="How fresh a log is",
            says="Whether tonight's export ends where the weeks before go on: then it was cut off.",
            formula="median over the weeks before of the events between tonight's newest and the "
            "hour that the nights before reached, at the same weekday and time",
            leaves_out="days on which no log has anything, which are a standstill",
            example="newest at 14:05, usually 48 more until 23:50: stops short",
        ),
        Definition(
            name="volume",
            title="What is usual of a weekday",
            says="How many sessions the same weekday had in the weeks before, and how far it "
            "strays: the median, and a spread that a few odd weeks do not move.",
            formula="median ± 3.5 · max(1.483 · median deviation, √median, 10 % of the median)",
            over="the eight same weekdays before each day, at least four",
            leaves_out="days with fewer than 20 sessions usual",
            example="a median of 400 with quiet weeks: 260 to 540 is usual",
        ),
    )
