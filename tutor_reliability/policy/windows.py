"""Read which stretch of a tutor's history a meter looks at."""

from collections.abc import Callable

from tutor_reliability.policy.durations import Length, parse_length
from tutor_reliability.policy.model import (
    CALENDAR,
    Best,
    Calendar,
    Choice,
    Choose,
    Every,
    Last,
    Lifetime,
    Rolling,
    SinceReset,
    Window,
)
from tutor_reliability.policy.section import Section

_EXPECTED = (
    'a length such as "90d", "lifetime", or a table with one of calendar, every, last, since, '
    "choose, best"
)


def read_window(section: Section) -> Window:
    """Read the window of a [[meter]]."""
    found = section.raw("window")
    if isinstance(found, str):
        return _stretch(section, "window", found)
    if not isinstance(found, dict):
        raise section.fail("window", _EXPECTED)
    table = section.section("window")
    kinds = [kind for kind in _KINDS if table.has(kind)]
    if len(kinds) > 1:
        raise section.fail("window", _EXPECTED)
    window = _KINDS[kinds[0]](table) if kinds else None
    table.done()
    if window is None:
        raise section.fail("window", _EXPECTED)
    return window


def read_every(table: Section) -> Length:
    """Read how long each of the periods that follow each other is."""
    return table.span("every")


def _stretch(section: Section, key: str, text: str) -> Window:
    if text == "lifetime":
        return Lifetime()
    try:
        length = parse_length(text)
    except ValueError as error:
        raise section.fail(key, f'a calendar length or "lifetime"; {error}') from None
    if not length.is_calendar:
        raise section.fail(key, "at least one day, month or year; write it in d, mo or y")
    return Rolling(length=length)


def _calendar(table: Section) -> Window:
    return Calendar(unit=table.choice("calendar", CALENDAR))


def _every(table: Section) -> Window:
    if table.raw("from") == "joined":
        return Every(length=read_every(table), anchor=None)
    if not table.has("from"):
        raise table.fail("from", 'a date, or "joined"')
    return Every(length=read_every(table), anchor=table.day("from"))


def _last(table: Section) -> Window:
    return Last(sessions=table.count("last", least=1))


def _since(table: Section) -> Window:
    table.choice("since", ("reset",))
    return SinceReset()


def _choose(table: Section) -> Window:
    choices = tuple(_choice(one) for one in table.sections("choose"))
    if any(one.min_volume == 0 for one in choices[:-1]):
        raise table.fail("choose", "a min_volume on all but the last, which is for the rest")
    return Choose(choices=choices)


def _choice(table: Section) -> Choice:
    choice = Choice(
        window=_stretch(table, "window", table.text("window")),
        min_volume=table.count("min_volume", 0),
    )
    table.done()
    return choice


def _best(table: Section) -> Window:
    listed = table.texts("best", default=...)
    if not listed:
        raise table.fail("best", "at least one length")
    return Best(windows=tuple(_stretch(table, "best", one) for one in listed))


_KINDS: dict[str, Callable[[Section], Window]] = {
    "calendar": _calendar,
    "every": _every,
    "last": _last,
    "since": _since,
    "choose": _choose,
    "best": _best,
}
