"""Read what is counted: merges, derived incidents, meters, and the rate that the pages show."""

from tutor_reliability.policy.excuses import read_allowance
from tutor_reliability.policy.model import (
    EVIDENCE,
    Choose,
    Clean,
    Derive,
    Last,
    Ledger,
    Lifetime,
    Merge,
    Meter,
    Rate,
    Window,
)
from tutor_reliability.policy.section import Section, is_number
from tutor_reliability.policy.windows import read_window
from tutor_reliability.tables import SIGNALS

KINDS = ("count", "rate", "streak", "ledger", EVIDENCE)
AXES = ("start", "event", "report")
DISTINCT = ("student", "day", "reason")
ALIKE = ("day", "reason", "student", "booking", "week")


def read_merge(section: Section, outcomes: list[str], meters: list[str]) -> Merge:
    """Read a [[merge]] over the policy's outcomes and meters."""
    merge = Merge(
        of=section.texts("of", outcomes, ...),
        by=section.texts("by", ALIKE, ...),
        cap=section.count("cap", 1, least=1),
        meters=section.names_of("meters", meters, ...),
    )
    for key, found in (("of", merge.of), ("by", merge.by), ("meters", merge.meters)):
        if not found:
            raise section.fail(key, "at least one")
    section.done()
    return merge


def read_derive(section: Section, outcomes: list[str], later: list[str]) -> Derive:
    """Read a [[derive]]; what itself or a `later` one makes cannot be what it is made from."""
    for name in section.texts("from", default=...):
        if name in later:
            raise section.fail(
                "from",
                "only classes, and what an earlier [[derive]] makes; this would go in a circle",
            )
    derive = Derive(
        sources=section.texts("from", outcomes, ...),
        count=section.count("count", least=1),
        within=section.span("within"),
        to=section.text("to"),
        words=section.text("words"),
        weight=section.number("weight", 1.0),
        consume=section.switch("consume", default=True),
    )
    if not derive.sources:
        raise section.fail("from", "at least one class")
    section.done()
    return derive


def read_meter(section: Section, outcomes: list[str]) -> Meter:
    """Read a [[meter]] over the policy's outcomes."""
    kind = section.choice("kind", KINDS)
    return _chance(section) if kind == EVIDENCE else _counted(section, outcomes, kind)


def _chance(section: Section) -> Meter:
    """Read a meter of evidence, which counts nothing itself."""
    if section.has("min_volume"):
        raise section.fail("min_volume", "none: what is too few to judge is said in [evidence]")
    meter = Meter(
        name=section.text("name"),
        kind=EVIDENCE,
        of=(),
        signal=section.choice("signal", SIGNALS),
        shown=section.switch("shown"),
    )
    section.done()
    return meter


def _counted(section: Section, outcomes: list[str], kind: str) -> Meter:
    ledger = _ledger(section, outcomes) if kind == "ledger" else None
    window = read_window(section) if kind in ("count", "rate") else Lifetime()
    counts = kind == "count"
    meter = Meter(
        name=section.text("name"),
        kind=kind,
        of=tuple(ledger.points) if ledger else section.texts("of", outcomes, ...),
        among=_among(section, outcomes, kind, window),
        window=window,
        min_volume=section.count("min_volume", 0) if kind in ("count", "rate") else 0,
        axis=section.choice("axis", AXES, "start"),
        shown=section.switch("shown"),
        weighted=section.switch("weighted") if counts else False,
        distinct=section.choice("distinct", DISTINCT, "") if counts else "",
        forgive=read_allowance(section, "forgive") if counts else None,
        ledger=ledger,
    )
    if not meter.of:
        raise section.fail("of", "at least one class")
    if kind in ("rate", "streak") and not set(meter.of) <= set(meter.among):
        raise section.fail("among", f"to hold all of 'of': a {kind} counts part of a whole")
    section.done()
    return meter


def read_rate(section: Section, meters: tuple[Meter, ...], kinds: dict[str, str]) -> Rate:
    """Read [rate], which names one of the policy's meters; `kinds` are those of all of them.

    Where its meter could not be read, an empty one stands in: the text is refused in any case.
    """
    name = section.choice("meter", [one for one, kind in kinds.items() if kind == "rate"])
    empty = Meter(name=name, kind="rate", of=())
    meter = next((one for one in meters if one.name == name), empty)
    rate = Rate(
        meter=meter,
        limit=section.number("limit"),
        min_volume=meter.min_volume,
        prior_late=section.number("prior_late"),
        prior_sessions=section.number("prior_sessions"),
        min_tutors=section.count("min_tutors"),
    )
    if not 0 < rate.limit < 1:
        raise section.fail("limit", "a share between 0 and 1")
    if not 0 < rate.prior_late < rate.prior_sessions:
        raise section.fail("prior_late", "more than 0 and less than prior_sessions")
    section.done()
    return rate


def _among(section: Section, outcomes: list[str], kind: str, window: Window) -> tuple[str, ...]:
    if kind == "ledger":
        return ()
    needed = kind in ("rate", "streak") or isinstance(window, Last | Choose)
    among = section.texts("among", outcomes, ... if needed else ())
    if needed and not among:
        raise section.fail("among", "at least one class")
    return among


def _ledger(section: Section, outcomes: list[str]) -> Ledger:
    ledger = Ledger(
        points=_points(section.section("points"), outcomes),
        start=section.number("start", 0, signed=True),
        tier_window=section.span_or_none("tier_window"),
        retroactive=section.switch("retroactive"),
        floor=_bound(section, "floor"),
        cap=_bound(section, "cap"),
        expires=section.span_or_none("expires"),
        clean=_clean(section) if section.has("clean") else None,
        reset_on_exit=section.switch("reset_on_exit"),
    )
    if not ledger.points:
        raise section.fail("points", "at least one class with its price")
    low = ledger.start if ledger.floor is None else ledger.floor
    high = ledger.start if ledger.cap is None else ledger.cap
    if not low <= ledger.start <= high:
        raise section.fail("start", "a number between floor and cap")
    return ledger


def _bound(section: Section, key: str) -> float | None:
    return section.number(key, signed=True) if section.has(key) else None


def _points(section: Section, outcomes: list[str]) -> dict[str, tuple[float, ...]]:
    """Read the prices of each class; one price stands for a list of one."""
    points = {}
    for name in section.names():
        section.known_name(name, outcomes)
        found = section.raw(name)
        listed = found if isinstance(found, list) else [found]
        if not listed or not all(is_number(one) for one in listed):
            raise section.fail(name, "a number, or a list of the 1st, 2nd, ... one's prices")
        points[name] = tuple(float(str(one)) for one in listed)
    return points


def _clean(meter: Section) -> Clean:
    section = meter.section("clean")
    clean = Clean(
        lasts=section.span("for"),
        adds=section.number("adds", 0),
        resets=section.switch("reset"),
    )
    section.done()
    if (clean.adds > 0) == clean.resets:
        raise meter.fail("clean", "either adds = a number above 0, or reset = true")
    return clean
