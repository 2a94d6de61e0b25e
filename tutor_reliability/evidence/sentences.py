"""What is said of a tutor's evidence: counts, days, the chance and its range, never a verdict.

The two rates are here, the side detectors in `side_sentences`. Every figure is one of a row of
review.signals or review.signal_events, so that `explain` can show where it comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from tutor_reliability.evidence.rows import EXCUSED, INCIDENT, Episode, Event, Signal, episodes
from tutor_reliability.policy.model import Evidence
from tutor_reliability.sentences import chance_percent, day_words, percent

_MOST_NAMED = 3
_RAREST = 1_000_000
_FEWEST_NOTABLE = 2.0
_BASE = 100.0
_TENTHS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a rate counts, in words: events, what they are among, what one is called."""

    title: str
    one: str
    many: str
    among: str
    called: str


UNITS = {
    "late_sessions": Unit(
        title="Late cancellations",
        one="separate late cancellation",
        many="separate late cancellations",
        among="sessions",
        called="cancellation",
    ),
    "wiped_days": Unit(
        title="Wiped-out days",
        one="separate time a working day was mostly or wholly lost",
        many="separate times working days were mostly or wholly lost",
        among="working days",
        called="loss",
    ),
}


def rate_parts(signal: Signal, events: Sequence[Event], terms: Evidence) -> list[str]:
    """Say one of the two rates, in sentences.

    Args:
        signal: Its row of review.signals.
        events: Its rows of review.signal_events; none where the chance is of no note.
        terms: The numbers of the policy's `[evidence]`.
    """
    unit = UNITS[signal.signal]
    if not signal.enough or signal.chance is None:
        return [_too_few(signal, unit, terms)]
    happened = episodes(events)
    said = [
        _what_happened(signal, unit, terms),
        _how_sure(signal, terms),
        _how_rare(signal, unit),
        _counted_once(signal, happened),
        *_not_counted(signal, events),
        _students(signal),
        _if_excused(happened, unit),
        _if_clean(signal, terms),
    ]
    return [one for one in said if one]


def opened_words(day: date, chance: float) -> str:
    """Say what a case was opened on; the sentence before it is tonight's."""
    return f"Opened on {day_words(day)}, on a chance of {chance_percent(chance)}."


def counted(number: float) -> str:
    """Say a count; one that exposure made a fraction of keeps a digit.

    >>> counted(38.0), counted(12.345), counted(1240.0)
    ('38', '12.3', '1,240')
    """
    return f"{number:,.0f}" if abs(number - round(number)) < 1 / _BASE else f"{number:,.1f}"


def limit_words(share: float) -> str:
    """Say a limit as its author would: no digit more than it has.

    >>> limit_words(0.05), limit_words(0.025)
    ('5 %', '2.5 %')
    """
    return f"{round(share * _BASE, 4):g} %"


def range_words(low: float, high: float) -> str:
    """Say a range with each end rounded outwards, so that it never seems narrower.

    >>> range_words(0.0496, 0.2131)
    'between 4.9 % and 21.4 %'
    """
    down, up = outward(low, high)
    return f"between {percent(down)} and {percent(up)}"


def outward(low: float, high: float) -> tuple[float, float]:
    """Round a range to a tenth of a per cent, each end away from the other.

    >>> outward(0.0496, 0.2131)
    (0.049, 0.214)
    """
    scale = _BASE * _TENTHS
    return floor(low * scale + 1e-9) / scale, ceil(high * scale - 1e-9) / scale


def rarity_words(once_in: float) -> str:
    """Say how rare: to two digits, never rarer than it is.

    >>> rarity_words(2087.4), rarity_words(14.8), rarity_words(1.6)
    ('about once in 2,000', 'about once in 14', 'more often than not')
    """
    if once_in < _FEWEST_NOTABLE:
        return "more often than not"
    if once_in >= _RAREST:
        return "less than once in a million"
    step = 10 ** max(floor(log10(once_in)) - 1, 0)
    return f"about once in {floor(once_in / step) * step:,}"


def when_words(first: date, last: date) -> str:
    """Say a day or a stretch of days.

    >>> when_words(date(2026, 7, 3), date(2026, 7, 5))
    '3 Jul to 5 Jul'
    """
    said = f"{first.day} {first:%b}"
    return said if first == last else f"{said} to {last.day} {last:%b}"


def _too_few(signal: Signal, unit: Unit, terms: Evidence) -> str:
    what = unit.one if signal.events == 1 else unit.many
    return (
        f"{unit.title}: {counted(signal.events)} {what} in {counted(signal.trials)} {unit.among} "
        f"over {terms.weeks} weeks. Fewer than {terms.min_events} are too few to judge whether "
        "the rate is above the limit."
    )


def _what_happened(signal: Signal, unit: Unit, terms: Evidence) -> str:
    start = f"{unit.title} as of {day_words(signal.as_of)}."
    if signal.since is None:
        return (
            f"{start} In {terms.weeks} weeks: {_of(signal.events, signal.trials, unit)}; no week "
            "stands out as a change."
        )
    before = "Before that there is nothing to compare with."
    if signal.before_trials > 0:
        share = percent(signal.before_events / signal.before_trials)
        before = (
            f"Before that: {counted(signal.before_events)} in {counted(signal.before_trials)} "
            f"({share})."
        )
    return (
        f"{start} Since the week of {day_words(signal.since)}: "
        f"{_of(signal.now_events, signal.now_trials, unit)}. {before}"
    )


def _of(events: float, trials: float, unit: Unit) -> str:
    what = unit.one if events == 1 else unit.many
    share = f" ({percent(min(events / trials, 1.0))})" if trials > 0 else ""
    return f"{counted(events)} {what} in {counted(trials)} {unit.among}{share}"


def _how_sure(signal: Signal, terms: Evidence) -> str:
    limit = signal.reference if signal.reference is not None else terms.limit
    said = (
        f"Limit {limit_words(limit)}. Chance that the current rate is above the limit: "
        f"{chance_percent(signal.chance or 0.0)}"
    )
    if signal.rate_low is None or signal.rate_high is None:
        return f"{said}."
    return f"{said}; it is probably {range_words(signal.rate_low, signal.rate_high)}."


def _how_rare(signal: Signal, unit: Unit) -> str:
    events, trials = (
        (signal.events, signal.trials)
        if signal.since is None
        else (signal.now_events, signal.now_trials)
    )
    if signal.once_in is None or not events:
        return ""
    return (
        f"A tutor exactly at the limit would show {counted(events)} or more in such "
        f"{counted(trials)} {unit.among} {rarity_words(signal.once_in)}."
    )


def _counted_once(signal: Signal, happened: Sequence[Episode]) -> str:
    spells = [one for one in happened if one.is_spell]
    if not spells and (happened or signal.spell_sessions <= signal.spells):
        return ""
    if not spells:
        what = "spell" if signal.spells == 1 else "spells"
        return f"Counted together: {signal.spells} {what} ({signal.spell_sessions} sessions)."
    shown = "; ".join(_spell(one) for one in spells[-_MOST_NAMED:])
    earlier = len(spells) - _MOST_NAMED
    more = f"; and {earlier} earlier" if earlier > 0 else ""
    return f"Counted as one event{' each' if len(spells) > 1 else ''}: {shown}{more}."


def _spell(one: Episode) -> str:
    """Say a spell; one whose second day counts in part says as what."""
    part = f", as {counted(one.events)}" if one.events > 1 else ""
    return f"{when_words(one.first, one.last)} ({len(one.sessions)} sessions{part})"


def _not_counted(signal: Signal, events: Sequence[Event]) -> list[str]:
    said = []
    excused = [one for one in events if one.treatment == EXCUSED]
    incident = [one for one in events if one.treatment == INCIDENT]
    if excused:
        said.append(f"Not counted, because excused: {_sessions(excused)}.")
    if incident:
        said.append(
            "Hardly counted, because far more than usual was lost everywhere that day: "
            f"{_sessions(incident)}."
        )
    if not said and signal.unscored_sessions:
        what = "session" if signal.unscored_sessions == 1 else "sessions"
        said.append(
            f"Not counted, or hardly: {signal.unscored_sessions} {what}, excused or on days when "
            "far more than usual was lost everywhere."
        )
    return said


def _sessions(events: Sequence[Event]) -> str:
    days = sorted({one.day for one in events})
    named = ", ".join(when_words(day, day) for day in days[-_MOST_NAMED:])
    earlier = " and earlier" if len(days) > _MOST_NAMED else ""
    what = "session" if len(events) == 1 else "sessions"
    return f"{len(events)} {what} ({named}{earlier})"


def _students(signal: Signal) -> str:
    return f"Students affected: {signal.students}." if signal.students else ""


def _if_excused(happened: Sequence[Episode], unit: Unit) -> str:
    """Say what excusing the episode that matters most would do; of equals, the newest."""
    known = [one for one in happened if one.chance_without is not None]
    if not known:
        return ""
    most = min(known, key=lambda one: (one.chance_without, -one.last.toordinal()))
    what = "the spell of" if most.is_spell else f"the {unit.called} of"
    said = f"If {what} {when_words(most.first, most.last)} is excused:"
    if not most.chance_without:
        return f"{said} too few would be left to judge."
    return f"{said} {chance_percent(most.chance_without)}."


def _if_clean(signal: Signal, terms: Evidence) -> str:
    if signal.chance is None or signal.chance < terms.keep_from:
        return ""
    if signal.clean_weeks is None or signal.clean_chance is None:
        return f"{terms.weeks} clean weeks at the usual load would not bring the chance down."
    weeks = f"{signal.clean_weeks} clean week{'' if signal.clean_weeks == 1 else 's'}"
    if not signal.clean_chance:
        return f"After {weeks} at the usual load too little would be left to judge."
    return f"After {weeks} at the usual load the chance is {chance_percent(signal.clean_chance)}."
