"""Which sessions each [[fault]] and [[class]] takes, the earlier ones having had their choice.

What conditions ask is finite once each band is cut at every edge that the file names, and every
text that it does not name is "another". So the sessions that a rule takes are boxes: for each fact,
which of its values. Boxes are taken away from boxes until nothing is left, or something is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor_reliability.policy.model import WEEKDAYS, ClassRule, Condition, FaultRule, Policy
from tutor_reliability.tables import BLAMES, EVENTS, INITIATORS, SESSION_KINDS

Box = tuple[int, ...]
"""For each fact, the set of its values as bits."""

_MOST_PIECES = 4000
_WITH_NOTICE = ("cancelled", "rescheduled")
_OTHER, _UNKNOWN = "another", "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of a session that conditions may ask: its values, and what a condition takes."""

    name: str
    values: tuple[str, ...]
    takes: Callable[[Condition], int]

    @property
    def every(self) -> int:
        """All values."""
        return (1 << len(self.values)) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What of a policy's faults and classes takes no session, and what no class takes."""

    faults: tuple[int, ...]
    classes: tuple[int, ...]
    unclassified: str = ""


def reach(policy: Policy) -> Reach:
    """Find the faults and classes that no session reaches, counted from 1, and an open gap.

    Says nothing where a policy has too many conditions to tell.
    """
    facts = _facts(policy)
    try:
        return _reach(policy, facts)
    except OverflowError:
        return Reach(faults=(), classes=())


def _reach(policy: Policy, facts: Sequence[Fact]) -> Reach:
    left = [_box(facts, event=(event,), **_of_event(event)) for event in _JUDGED]
    blamed: list[Box] = []
    idle_faults = []
    for number, fault in enumerate(policy.faults, start=1):
        taken, left = _split(left, _condition_box(facts, fault.when))
        blamed += [_with(facts, one, "blame", fault.blame) for one in taken]
        if not taken:
            idle_faults.append(number)
    blamed += _without_fault(facts)
    idle_classes = []
    for number, rule in enumerate(policy.classes, start=1):
        taken, blamed = _split(blamed, _condition_box(facts, rule.when))
        if not taken:
            idle_classes.append(number)
    open_gap = _words(facts, blamed[0]) if blamed else ""
    return Reach(faults=tuple(idle_faults), classes=tuple(idle_classes), unclassified=open_gap)


_JUDGED = ("cancelled", "rescheduled", "no_show", "interrupted")
"""Events of which it is asked whose doing they were."""


def _of_event(event: str) -> dict[str, tuple[str, ...]]:
    """Give what is certain of the sessions of an event, whatever the log."""
    if event in _WITH_NOTICE:
        return {"by": INITIATORS}
    if event == "no_show":
        return {"by": ("tutor",), "on_behalf_of": ("none",), "notice": (_UNKNOWN,)}
    return {"by": INITIATORS, "notice": (_UNKNOWN,)}


def _without_fault(facts: Sequence[Fact]) -> list[Box]:
    told = {"on_behalf_of": ("none",), "notice": (_UNKNOWN,)}
    return [
        _box(facts, event=("completed",), blame=("none",), by=(_OTHER,), **told),
        _box(facts, event=("no_show_student",), blame=("student",), by=("student",), **told),
    ]


def _split(boxes: Iterable[Box], rule: Box) -> tuple[list[Box], list[Box]]:
    """Give the part of boxes that a rule takes, and what is left of them."""
    taken: list[Box] = []
    left: list[Box] = []
    for box in boxes:
        inside = tuple(one & its for one, its in zip(box, rule, strict=True))
        if not all(inside):
            left.append(box)
            continue
        taken.append(inside)
        left += _outside(box, rule)
        if len(left) > _MOST_PIECES:
            raise OverflowError
    return taken, left


def _outside(box: Box, rule: Box) -> list[Box]:
    """Give what is left of a box that a rule takes a part of, as boxes that do not overlap."""
    pieces, rest = [], list(box)
    for number, its in enumerate(rule):
        outside = rest[number] & ~its
        if outside:
            pieces.append((*rest[:number], outside, *rest[number + 1 :]))
        rest[number] &= its
    return pieces


def _box(facts: Sequence[Fact], **only: Iterable[str]) -> Box:
    return tuple(
        sum(1 << fact.values.index(one) for one in only[fact.name])
        if fact.name in only
        else fact.every
        for fact in facts
    )


def _with(facts: Sequence[Fact], box: Box, name: str, value: str) -> Box:
    return tuple(
        1 << fact.values.index(value) if fact.name == name else its
        for fact, its in zip(facts, box, strict=True)
    )


def _condition_box(facts: Sequence[Fact], when: Condition) -> Box:
    return tuple(fact.takes(when) for fact in facts)


def _words(facts: Sequence[Fact], box: Box) -> str:
    """Say one session of a box: "event cancelled, blame tutor, notice 24h to 25h"."""
    return ", ".join(
        f"{fact.name} {fact.values[(its & -its).bit_length() - 1]}"
        for fact, its in zip(facts, box, strict=True)
        if its != fact.every
    )


def _facts(policy: Policy) -> tuple[Fact, ...]:
    rules: list[FaultRule | ClassRule] = [*policy.faults, *policy.classes]
    conditions = [one.when for one in rules]

    def named(of: Callable[[Condition], tuple[str, ...]], *more: str) -> tuple[str, ...]:
        said = [one for when in conditions for one in of(when)]
        return tuple(dict.fromkeys([*said, *more, _OTHER]))

    return (
        _text("event", EVENTS, lambda when: when.events),
        _text("blame", BLAMES, lambda when: when.blames),
        _text("by", (*INITIATORS, _OTHER), lambda when: when.by),
        _text("on_behalf_of", (*INITIATORS, "none"), lambda when: when.on_behalf_of),
        _text("channel", named(lambda when: when.channels), lambda when: when.channels),
        _text("reason", named(lambda when: when.reasons, "none"), lambda when: when.reasons),
        _text("session_kind", (*SESSION_KINDS, _UNKNOWN), lambda when: when.session_kinds),
        _text("recorded_by", named(lambda when: when.recorded_by), lambda when: when.recorded_by),
        _text("weekday", WEEKDAYS, lambda when: when.weekdays),
        _flag("inside_availability", lambda when: when.inside_availability),
        _flag("first_with_student", lambda when: when.first_with_student),
        _flag("agreed", lambda when: when.agreed),
        _band("notice", conditions, lambda when: (when.notice_from, when.notice_below)),
        _band("lateness", conditions, lambda when: (when.lateness_from, when.lateness_below)),
        _band(
            "since_booking",
            conditions,
            lambda when: (when.since_booking_from, when.since_booking_below),
        ),
    )


def _text(name: str, values: tuple[str, ...], of: Callable[[Condition], tuple[str, ...]]) -> Fact:
    every = (1 << len(values)) - 1

    def takes(when: Condition) -> int:
        return sum(1 << values.index(one) for one in set(of(when))) or every

    return Fact(name=name, values=values, takes=takes)


def _flag(name: str, of: Callable[[Condition], bool | None]) -> Fact:
    def takes(when: Condition) -> int:
        wanted = of(when)
        return 7 if wanted is None else (1 if wanted else 2)

    return Fact(name=name, values=("true", "false", _UNKNOWN), takes=takes)


_Edges = Callable[[Condition], tuple[int | None, int | None]]


def _band(name: str, conditions: Iterable[Condition], of: _Edges) -> Fact:
    """Cut a fact at each edge that a condition names; what is unknown is in no band."""
    edges = sorted({edge for when in conditions for edge in of(when) if edge is not None})
    ends = [None, *edges, None]
    bands = list(pairwise(ends))
    unknown = 1 << len(bands)

    def takes(when: Condition) -> int:
        low, high = of(when)
        if name == "notice" and when.notice_unknown:
            return unknown
        if low is None and high is None:
            return 2 * unknown - 1
        return sum(
            1 << number
            for number, (its_low, its_high) in enumerate(bands)
            if (low is None or (its_low is not None and its_low >= low))
            and (high is None or (its_high is not None and its_high <= high))
        )

    values = (*(band_words(low, high) for low, high in bands), _UNKNOWN)
    return Fact(name=name, values=values, takes=takes)


def band_words(low: int | None, high: int | None) -> str:
    """Say a half-open band of seconds: "24h to 25h", "under 2h", "24h or more"."""
    if low is None and high is None:
        return "any"
    if low is None:
        return f"under {seconds_text(high or 0)}"
    if high is None:
        return f"{seconds_text(low)} or more"
    return f"{seconds_text(low)} to {seconds_text(high)}"


def seconds_text(seconds: int) -> str:
    """Write seconds as a policy file would: 86400 is "24h".

    >>> seconds_text(5400), seconds_text(86401)
    ('90min', '86401s')
    """
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
