"""Find what is only odd in a policy: it can be meant, and a check says it all the same."""

from collections.abc import Callable, Iterable, Iterator
from zoneinfo import available_timezones

from tutor_reliability.policy.contradictions import audiences
from tutor_reliability.policy.globs import takes
from tutor_reliability.policy.model import EVIDENCE, Policy, SinceReset
from tutor_reliability.policy.reach import reach
from tutor_reliability.policy.section import LineError, Origin

Found = Iterator[LineError]


def advice(policy: Policy, origin: Origin) -> list[LineError]:
    """Find what is odd, by line."""
    found = [one for find in _ALL for one in find(policy, origin)]
    return sorted(found, key=lambda one: one.line)


def _unread_meters(policy: Policy, origin: Origin) -> Found:
    read = {one.meter for rule in policy.rules for one in rule.when} | {policy.rate.meter.name}
    read |= {one.rank_by for one in policy.statuses.values()}
    for number, meter in enumerate(policy.meters, start=1):
        if meter.name not in read and not meter.shown:
            yield origin.refuse(
                ("meter", number, "name"),
                f" {meter.name!r} is read by no rule, rate or rank_by; say shown = true if it is "
                "for people to read",
            )


def _unclassified(policy: Policy, origin: Origin) -> Found:
    open_gap = reach(policy).unclassified
    if open_gap:
        yield origin.refuse(
            ("class", len(policy.classes)),
            f" is the last class, and some sessions find none ({open_gap}); they will be "
            "called unclassified and count for nothing",
        )


def _idle_excuses(policy: Policy, origin: Origin) -> Found:
    counted = {one for meter in policy.meters for one in meter.of}
    for number, excuse in enumerate(policy.excuses, start=1):
        for place, outcome in enumerate(excuse.of, start=1):
            if outcome not in counted and excuse.effect != "reclass":
                yield origin.refuse(
                    ("excuse", number, "of", place),
                    f" is {outcome!r}, which no meter counts: there is nothing to excuse",
                )
        for place, name in enumerate(excuse.meters, start=1):
            if name != "*" and not set(excuse.of) & set(policy.meter(name).of):
                yield origin.refuse(
                    ("excuse", number, "meters", place),
                    f" is {name!r}, which counts none of {', '.join(excuse.of)}",
                )


def _idle_merges(policy: Policy, origin: Origin) -> Found:
    for number, merge in enumerate(policy.merges, start=1):
        for place, name in enumerate(merge.meters, start=1):
            if not set(merge.of) & set(policy.meter(name).of):
                yield origin.refuse(
                    ("merge", number, "meters", place),
                    f" is {name!r}, which counts none of {', '.join(merge.of)}",
                )


def _idle_derives(policy: Policy, origin: Origin) -> Found:
    used = {one for meter in policy.meters for one in meter.of}
    used |= {one for derive in policy.derives for one in derive.sources}
    for number, derive in enumerate(policy.derives, start=1):
        if derive.to not in used:
            yield origin.refuse(
                ("derive", number, "to"), f" is {derive.to!r}, which no meter counts"
            )


def _idle_statuses(policy: Policy, origin: Origin) -> Found:
    done = {one.effect.do for one in policy.rules}
    done |= {policy.newcomers.do} if policy.newcomers else set()
    for name, status in policy.statuses.items():
        if name not in done:
            yield origin.refuse(("status", name), " is what no rule does")
        if status.rank_by and "only_if_all_others_full" not in audiences(status):
            yield origin.refuse(
                ("status", name, "rank_by"),
                f" is {status.rank_by!r}, but nobody is put last, so there is no order",
            )


def _weights(policy: Policy, origin: Origin) -> Found:
    differ = {name for name, weight in policy.weights.items() if weight != 1}
    weighing = [one for one in policy.meters if one.weighted]
    for number, meter in enumerate(policy.meters, start=1):
        if meter.weighted and not differ & set(meter.of):
            yield origin.refuse(
                ("meter", number, "weighted"), " is true, but all that it counts weighs 1"
            )
    for number, rule in enumerate(policy.classes, start=1):
        if rule.weight != 1 and not any(rule.name in one.of for one in weighing):
            yield origin.refuse(
                ("class", number, "weight"),
                f" is {rule.weight:g}, but no meter that counts it says weighted = true",
            )


def _never_reset(policy: Policy, origin: Origin) -> Found:
    reset = {one for rule in policy.rules for one in rule.effect.resets}
    for number, meter in enumerate(policy.meters, start=1):
        on_exit = meter.ledger is not None and meter.ledger.reset_on_exit
        if (on_exit or isinstance(meter.window, SinceReset)) and meter.name not in reset:
            key = "reset_on_exit" if on_exit else "window"
            yield origin.refuse(
                ("meter", number, key),
                f" waits for a reset, but no rule has resets = [{meter.name!r}]",
            )


def _always(policy: Policy, origin: Origin) -> Found:
    for number, rule in enumerate(policy.rules, start=1):
        for one in rule.when:
            meter = policy.meter(one.meter)
            if meter.ledger is None and one.sign == ">=" and one.number <= 0:
                yield origin.refuse(
                    ("rule", number, "when", one.meter),
                    f" is {one.sign}{one.number:g}, which every value satisfies",
                )


def _never_released(policy: Policy, origin: Origin) -> Found:
    """Find a case on evidence that would open and close whenever the chance wavers."""
    for number, rule in enumerate(policy.rules, start=1):
        if rule.trigger == EVIDENCE and rule.effect.human and rule.effect.release is None:
            yield origin.refuse(
                ("rule", number, "then"),
                " has no release: a chance that wavers at the threshold opens a case again and "
                'again; say for example release = { below = 0.5, for = "14d" }',
            )


def _volume_of_a_count(policy: Policy, origin: Origin) -> Found:
    for number, meter in enumerate(policy.meters, start=1):
        if meter.kind == "count" and meter.min_volume:
            yield origin.refuse(
                ("meter", number, "min_volume"),
                f" is {meter.min_volume}, but a count is read whatever its volume",
            )


def _unknown_reasons(policy: Policy, origin: Origin) -> Found:
    """Find reasons that [reason] does not list: most often a misspelt one."""
    known = {*policy.reason_codes, "none"}
    if not policy.reason_codes:
        return
    for kind, named in (
        ("fault", [one.when.reasons for one in policy.faults]),
        ("class", [one.when.reasons for one in policy.classes]),
        ("excuse", [one.reasons for one in policy.excuses]),
    ):
        for number, reasons in enumerate(named, start=1):
            yield from _strangers(origin, (kind, number, "when", "reason"), reasons, known)
    for number, amnesty in enumerate(policy.amnesties, start=1):
        yield from _strangers(origin, ("amnesty", number, "reasons"), amnesty.reasons, known)
    yield from _strangers(origin, ("reason", "emergency"), policy.emergency_codes, known)


def _strangers(
    origin: Origin, path: tuple[str | int, ...], reasons: Iterable[str], known: set[str]
) -> Found:
    for one in reasons:
        if one not in known:
            yield origin.refuse(path, f" names {one!r}, which reason.codes does not list")


def _settles_too_soon(policy: Policy, origin: Origin) -> Found:
    if policy.cure is None:
        return
    settled = policy.settle.seconds if policy.settle else 0
    if settled < policy.cure.within.seconds:
        yield origin.refuse(
            ("cure", "within"),
            f" is {policy.cure.within.text}, but policy.settle is "
            f"{policy.settle.text if policy.settle else 'missing'}: a session can count, and have "
            "an effect, before an agreed rebooking undoes it",
        )


def _zones(policy: Policy, origin: Origin) -> Found:
    if policy.amnesties and any(one.timezones for one in policy.amnesties):
        zones = available_timezones()
        for number, amnesty in enumerate(policy.amnesties, start=1):
            for place, glob in enumerate(amnesty.timezones, start=1):
                if not any(takes(glob, zone) for zone in zones):
                    yield origin.refuse(
                        ("amnesty", number, "timezones", place),
                        f" is {glob!r}, which is the zone of no place",
                    )


def _line_is_no_edge(policy: Policy, origin: Origin) -> Found:
    """Find a line that no class heeds: most often only one of the two was changed."""
    whens = [one.when for one in policy.classes]
    edges = {one.notice_from for one in whens} | {one.notice_below for one in whens}
    if edges - {None, 0} and policy.line_seconds not in edges:
        market = ("market", policy.market) if policy.market else ()
        yield origin.refuse(
            (*market, "clock", "line"),
            f" is {policy.line.text}, but no class's notice begins or ends there: what is called "
            "late and what counts as late differ",
        )


def market_advice(everywhere: Policy, markets: Iterable[Policy], origin: Origin) -> Found:
    """Find a market that no place is in, whose zone is taken already, or whose line is idle."""
    taken: dict[str, str] = {}
    zones = available_timezones()
    for policy in markets:
        if policy.line != everywhere.line:
            yield from _line_is_no_edge(policy, origin)
        for place, glob in enumerate(policy.market_timezones, start=1):
            path = ("market", policy.market, "timezones", place)
            if not any(takes(glob, zone) for zone in zones):
                yield origin.refuse(path, f" is {glob!r}, which is the zone of no place")
            if glob in taken:
                yield origin.refuse(path, f" is {glob!r}, which is market {taken[glob]!r} already")
            taken.setdefault(glob, policy.market)


_ALL: tuple[Callable[[Policy, Origin], Found], ...] = (
    _unread_meters,
    _unclassified,
    _idle_excuses,
    _idle_merges,
    _idle_derives,
    _idle_statuses,
    _weights,
    _never_reset,
    _always,
    _never_released,
    _volume_of_a_count,
    _unknown_reasons,
    _settles_too_soon,
    _zones,
    _line_is_no_edge,
)
