"""Find what parses but cannot be meant, which is refused; what is only odd is in `advice`.

Above all a machine that restricts people by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from tutor_reliability.hints import nearest
from tutor_reliability.policy.lines import Path
from tutor_reliability.policy.model import EVIDENCE, Condition, Policy, Rule, Status
from tutor_reliability.policy.parameters import ours_may_name
from tutor_reliability.policy.reach import band_words, reach
from tutor_reliability.policy.section import LineError, Origin

_OURS = ("upcoming", "unreported", "unclassified", "crossing", "level")
"""What no class of a policy may be called: what sessions are called where none takes them, and
what the `on` of a rule means otherwise."""
_BANDS = ("notice", "lateness", "since_booking")

Found = Iterator[LineError]


def refusals(policy: Policy, origin: Origin) -> list[LineError]:
    """Find what cannot be meant: the file contradicts itself, or restricts without a person."""
    return [one for find in _ALL for one in find(policy, origin)]


def _names_taken(policy: Policy, origin: Origin) -> Found:
    cured_to = [policy.cure.to] if policy.cure else []
    classes = [one.name for one in policy.classes]
    yield from _doubles(origin, "class", "name", classes, [*cured_to, *_OURS])
    derived = [one.to for one in policy.derives]
    yield from _doubles(origin, "derive", "to", derived, [*classes, *cured_to, *_OURS])
    for kind, names in (
        ("meter", [one.name for one in policy.meters]),
        ("rule", [one.name for one in policy.rules]),
        ("amnesty", [one.name for one in policy.amnesties]),
    ):
        yield from _doubles(origin, kind, "name", names)


def _doubles(
    origin: Origin, kind: str, key: str, names: Iterable[str], taken: Iterable[str] = ()
) -> Found:
    seen = set(taken)
    for number, name in enumerate(names, start=1):
        if name in seen:
            yield origin.refuse(
                (kind, number, key), f" is {name!r}, which is taken; expected names that differ"
            )
        seen.add(name)


def _last_fault(policy: Policy, origin: Origin) -> Found:
    if policy.faults[-1].when != Condition():
        yield origin.refuse(
            ("fault", len(policy.faults), "when"),
            ": the last [[fault]] has a condition; expected none, so that every session finds its "
            "fault",
        )


def _nobody_reaches(policy: Policy, origin: Origin) -> Found:
    found = reach(policy)
    advice = "expected one that some session reaches; move it up, or take it out"
    for number in found.faults:
        yield origin.refuse(
            ("fault", number), f" is reached by no session: those before it take them; {advice}"
        )
    made = {one.to for one in policy.excuses}
    for number in found.classes:
        name = policy.classes[number - 1].name
        if name not in made:
            yield origin.refuse(
                ("class", number),
                f" {name!r} is reached by no session: the classes before it take them, or no "
                f"[[fault]] gives its blame; {advice}",
            )


def _overlaps(policy: Policy, origin: Origin) -> Found:
    """Find rules alike but for a band, whose bands overlap and neither holds the other."""
    for kind, conditions in (
        ("fault", [one.when for one in policy.faults]),
        ("class", [one.when for one in policy.classes]),
    ):
        for later, when in enumerate(conditions):
            for earlier, other in enumerate(conditions[:later]):
                band = _overlap(other, when)
                if band:
                    yield origin.refuse(
                        (kind, later + 1, "when", band),
                        f" is {_said(when, band)}, which overlaps the {_said(other, band)} of "
                        f"{kind}[{earlier + 1}]; expected bands that meet, or one inside the other",
                    )


def _overlap(one: Condition, other: Condition) -> str:
    for band in _BANDS:
        if _but(one, band) != _but(other, band):
            continue
        (low, high), (its_low, its_high) = _ends(one, band), _ends(other, band)
        apart = high <= its_low or its_high <= low
        nested = (low <= its_low and its_high <= high) or (its_low <= low and high <= its_high)
        if not apart and not nested:
            return band
    return ""


def _but(when: Condition, band: str) -> dict[str, object]:
    """Give what a condition asks but for a band."""
    edges = (f"{band}_from", f"{band}_below")
    return {one.name: getattr(when, one.name) for one in fields(when) if one.name not in edges}


def _edges(when: Condition, band: str) -> tuple[int | None, int | None]:
    return getattr(when, f"{band}_from"), getattr(when, f"{band}_below")


def _ends(when: Condition, band: str) -> tuple[float, float]:
    low, high = _edges(when, band)
    return (float("-inf") if low is None else low), (float("inf") if high is None else high)


def _said(when: Condition, band: str) -> str:
    return band_words(*_edges(when, band))


def _too_soon(policy: Policy, origin: Origin) -> Found:
    if policy.published_at is None:
        return
    least = policy.change_notice.after(policy.published_at)
    if policy.effective_from < least:
        yield origin.refuse(
            ("policy", "effective_from"),
            f" is {policy.effective_from}, expected {least} or later: it was published on "
            f"{policy.published_at}, and a change is announced {policy.change_notice.words} before",
        )


def _effects(policy: Policy, origin: Origin) -> Found:
    for number, rule in enumerate(policy.rules, start=1):
        place: Path = ("rule", number, "then")
        status = policy.statuses[rule.effect.do]
        yield from _pauses(origin, place, rule.effect.do, status)
        yield from _ungated(policy, origin, place, rule.effect.do, human=rule.effect.human)
        if rule.trigger == EVIDENCE and not policy.human_required:
            yield from _on_evidence_alone(origin, place, rule, status)
    if policy.newcomers:
        does = policy.newcomers.do
        yield from _pauses(origin, ("newcomers",), does, policy.statuses[does])
        yield from _ungated(policy, origin, ("newcomers",), does, human=False)


def _pauses(origin: Origin, place: Path, does: str, status: Status) -> Found:
    if "paused" in audiences(status):
        yield origin.refuse(
            (*place, "do"),
            f" is {does!r}, which pauses; no rule may, only a named person's decision can; use "
            "hold_for_manager",
        )


def _ungated(policy: Policy, origin: Origin, place: Path, does: str, *, human: bool) -> Found:
    asked = audiences(policy.statuses[does])
    key = "do" if place == ("newcomers",) else "human"
    said = "" if key == "do" else " is not true, but"
    if human:
        return
    if "hold_for_manager" in asked:
        yield origin.refuse(
            (*place, key),
            f"{said} {does!r} holds a tutor back; a rule that restricts must ask a person",
        )
    elif policy.human_required and restricts(policy.statuses[does]):
        yield origin.refuse(
            (*place, key),
            f"{said} {does!r} restricts; in this market every restriction needs a person's "
            "decision first; expected human = true with an exit, due and lapses",
        )


def _on_evidence_alone(origin: Origin, place: Path, rule: Rule, status: Status) -> Found:
    """Find what evidence alone would do to a tutor: it may ask a person, never act."""
    held = "hold_for_manager" in audiences(status)
    if restricts(status) and not held and not rule.effect.human:
        yield origin.refuse(
            (*place, "human"),
            f" is not true, but {rule.effect.do!r} restricts; nobody is restricted on evidence "
            "alone; expected human = true with due, or an effect that changes nothing",
        )


def audiences(status: Status) -> set[str]:
    """Give all that an effect makes of a tutor, whoever is to be assigned."""
    return {
        status.new_students,
        status.existing_students,
        status.trial_students,
        status.unassigned_sessions,
    }


def restricts(status: Status) -> bool:
    """Tell whether an effect leaves a tutor less than before for any audience."""
    return audiences(status) != {"eligible"}


def _effects_before(policy: Policy, origin: Origin) -> Found:
    earlier: set[str] = set()
    for number, rule in enumerate(policy.rules, start=1):
        for key, named in (("while", rule.during), ("unless", rule.unless)):
            for effect in named:
                if effect not in earlier:
                    yield origin.refuse(
                        ("rule", number, key),
                        f" names {effect!r}, which no rule before this one does; expected the "
                        "effect of an earlier rule",
                    )
        earlier.add(rule.effect.do)


def _impossible(policy: Policy, origin: Origin) -> Found:
    """Find a comparison that no value satisfies."""
    for number, rule in enumerate(policy.rules, start=1):
        for one in rule.when:
            low, high = _bounds(policy, one.meter)
            never = {
                ">=": one.number > high,
                ">": one.number >= high,
                "<=": one.number < low,
                "<": one.number <= low,
                "==": not low <= one.number <= high,
            }[one.sign]
            if never:
                yield origin.refuse(
                    ("rule", number, "when", one.meter),
                    f" is {one.sign}{one.number:g}, which {one.meter} can never be; it lies "
                    f"between {low:g} and {high:g}",
                )


def _bounds(policy: Policy, name: str) -> tuple[float, float]:
    meter = policy.meter(name)
    if meter.kind in ("rate", EVIDENCE):
        return 0, 1
    if meter.ledger is None:
        return 0, float("inf")
    low, high = meter.ledger.floor, meter.ledger.cap
    return (float("-inf") if low is None else low), (float("inf") if high is None else high)


def _chances(policy: Policy, origin: Origin) -> Found:
    """Find a rule on evidence that asks for less than is kept, or ends no sooner than it begins."""
    for number, rule in enumerate(policy.rules, start=1):
        if rule.trigger != EVIDENCE:
            continue
        (one,) = rule.when
        if one.number < policy.evidence.keep_from:
            yield origin.refuse(
                ("rule", number, "when", one.meter),
                f" is {one.sign}{one.number:g}, expected at least {policy.evidence.keep_from:g}: a "
                "lower chance says that nothing is known, and is not kept",
            )
        release = rule.effect.release
        if release and release.below >= one.number:
            yield origin.refuse(
                ("rule", number, "then", "release", "below"),
                f" is {release.below:g}, expected a chance below the {one.number:g} at which the "
                "rule begins to hold",
            )


def _unknown_ours(policy: Policy, origin: Origin) -> Found:
    known = ours_may_name(policy)
    for number, name in enumerate(policy.ours, start=1):
        if name not in known:
            yield origin.refuse(
                ("policy", "ours", number),
                f" is {name!r}, which is no parameter, class, meter or rule of this policy"
                f"{nearest(name, known)}; parameters are {', '.join(known)}",
            )


_ALL: tuple[Callable[[Policy, Origin], Found], ...] = (
    _names_taken,
    _last_fault,
    _nobody_reaches,
    _overlaps,
    _too_soon,
    _effects,
    _effects_before,
    _impossible,
    _chances,
    _unknown_ours,
)
