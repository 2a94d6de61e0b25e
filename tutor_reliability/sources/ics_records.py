"""The components of iCalendar files: where each begins and ends, and which calendar it stands in.

Read as a stream, so that a broken event takes no other with it. What a line says is read by the
icalendar package, what an event means by the adapter, and zones are in `ics_zones`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO

MAX_RECORD = 1_000_000
_MAX_LINE = 1 << 20
_MAX_DEPTH = 10
_SHOWN = 10_000
_FOLDED = (" ", "\t")
_ENDS = "\r\n"
_CALENDAR = "VCALENDAR"
_OF_A_CALENDAR = frozenset(
    {
        *("VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "DESCRIPTION", "UID", "URL"),
        *("LAST-MODIFIED", "CATEGORIES", "REFRESH-INTERVAL", "SOURCE", "COLOR", "IMAGE"),
    }
)


class Property(NamedTuple):
    """One property: its value, and its parameters by name."""

    value: str
    parameters: Mapping[str, str]


@dataclass(slots=True)
class Component:
    """One component of a calendar, its lines unfolded; parts of it that nest are left out.

    Attributes:
        name: Such as VEVENT; "" for lines that stand in none, where perhaps a BEGIN was lost.
        calendar: Which calendar of the file it stands in, counted from 1; 0 for none.
        line: The line it begins on.
        lines: Its lines between BEGIN and END, unfolded.
        text: As it stands in the file.
        fault: The reason and the detail, where it cannot be read.
        parts: Components in it, as a zone has them.
        size: Characters of it.
    """

    name: str
    calendar: int
    line: int
    lines: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    fault: tuple[str, str] | None = None
    parts: list["Component"] = field(default_factory=list)
    size: int = 0

    def add(self, folded: list[str]) -> bool:
        """Add lines of the file; tells whether there is room, so that none grows without end."""
        self.size += sum(map(len, folded))
        fits = self.size <= MAX_RECORD
        if fits or not self.text:
            self.text += folded if fits else [folded[0][:_SHOWN]]
        return fits

    def write(self) -> str:
        """Give it as it stands in the file."""
        return "".join(self.text).strip(_ENDS)


def components(opened: Callable[[], TextIO]) -> Iterator[Component]:
    """Give every component of every calendar of a file, and the lines that stand in none.

    The properties of a calendar itself are given as a component called VCALENDAR, once it ends.
    """
    reader = _Reader()
    with opened() as stream:
        number = 0
        for folded in _unfolded(stream):
            yield from reader.take(number + 1, folded)
            number += len(folded)
    yield from reader.finish()


def properties(lines: list[str]) -> dict[str, list[Property]]:
    """Read the lines of a component; those that are none are passed over.

    Raises:
        ImportError: The icalendar package is missing.
    """
    from icalendar.parser import Contentline  # noqa: PLC0415  # a quarter of a second, for few files

    found: dict[str, list[Property]] = {}
    for line in lines:
        try:
            name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except ValueError:
            continue
        spelled = {key.upper(): _one(each) for key, each in parameters.items()}
        found.setdefault(name.upper(), []).append(Property(value, spelled))
    return found


def _one(value: object) -> str:
    return value if isinstance(value, str) else ",".join(map(str, value))  # type: ignore[call-overload]


def _unfolded(stream: TextIO) -> Iterator[list[str]]:
    """Give each content line as the lines of the file that it is folded into."""
    folded: list[str] = []
    while line := _line(stream):
        if folded and line.startswith(_FOLDED):
            folded.append(line)
        else:
            if folded:
                yield folded
            folded = [line]
    if folded:
        yield folded


def _line(stream: TextIO) -> str:
    line = stream.readline(_MAX_LINE)
    if len(line) == _MAX_LINE:
        while (rest := stream.readline(_MAX_LINE)) and not rest.endswith(("\n", "\r")):
            pass
    return line


class _Reader:
    """Puts lines together to components, and says what breaks off."""

    def __init__(self) -> None:
        self._calendars = 0
        self._calendar: Component | None = None
        self._open: list[Component] = []
        self._stray: Component | None = None

    def take(self, number: int, folded: list[str]) -> Iterator[Component]:
        text = "".join(part.rstrip(_ENDS)[bool(place) :] for place, part in enumerate(folded))
        text = text.removeprefix("\ufeff") if number == 1 else text
        if not text.strip():
            return
        keyword, _, name = (part.strip().upper() for part in text.partition(":"))
        if keyword == "BEGIN" and name == _CALENDAR:
            yield from self.finish()
            self._calendars += 1
            self._calendar = Component(_CALENDAR, self._calendars, number)
        elif keyword == "END" and name == _CALENDAR and self._calendar:
            yield from self.finish()
        elif keyword == "BEGIN":
            yield from self._begin(name, number, folded)
        elif keyword == "END":
            yield from self._end(name, number, folded)
        else:
            self._keep(number, text, folded)

    def finish(self) -> Iterator[Component]:
        """Give what is still open: a component that breaks off, stray lines, the calendar."""
        yield from self._break_off()
        yield from self._strayed()
        if self._calendar:
            yield self._calendar
            self._calendar = None

    def _begin(self, name: str, number: int, folded: list[str]) -> Iterator[Component]:
        yield from self._strayed()
        if self._open and name in {self._open[0].name, "VEVENT"}:
            yield from self._break_off()
        one = Component(name, self._calendar.calendar if self._calendar else 0, number)
        outermost = self._open[0] if self._open else one
        if (outermost.add(folded) and len(self._open) < _MAX_DEPTH) or outermost is one:
            if self._open:
                self._open[-1].parts.append(one)
            self._open.append(one)

    def _end(self, name: str, number: int, folded: list[str]) -> Iterator[Component]:
        if not self._open:
            self._add_stray(number, folded)
            yield from self._strayed()
            return
        outermost = self._open[0]
        outermost.add(folded)
        if name in {one.name for one in self._open}:
            while self._open.pop().name != name:
                pass
        if not self._open:
            outermost.fault = _fault_of(outermost)
            yield outermost

    def _keep(self, number: int, text: str, folded: list[str]) -> None:
        if self._open:
            if self._open[0].add(folded):
                self._open[-1].lines.append(text)
            return
        name = text.replace(";", ":").partition(":")[0].strip().upper()
        if self._calendar and (name in _OF_A_CALENDAR or name.startswith("X-")):
            if self._calendar.add(folded):
                self._calendar.lines.append(text)
        else:
            self._add_stray(number, folded)

    def _add_stray(self, number: int, folded: list[str]) -> None:
        in_calendar = self._calendar.calendar if self._calendar else 0
        self._stray = self._stray or Component("", in_calendar, number)
        self._stray.add(folded)

    def _strayed(self) -> Iterator[Component]:
        if self._stray:
            detail = "lines that stand in no component: expected BEGIN and END around them"
            self._stray.fault = ("unreadable_record", detail)
            yield self._stray
            self._stray = None

    def _break_off(self) -> Iterator[Component]:
        if self._open:
            one = self._open[0]
            self._open = []
            one.fault = ("unreadable_record", f"{one.name} breaks off: expected its END")
            yield one


def _fault_of(one: Component) -> tuple[str, str] | None:
    text = one.write()
    if one.size > MAX_RECORD:
        return "long_row", f"expected at most {MAX_RECORD} characters"
    if "\0" in text:
        return "nul_byte", "a value holds a NUL"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "bad_encoding", "a value is no text: expected UTF-8"
    return None
