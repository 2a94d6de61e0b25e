"""What stands in a meter of what is known: merged, derived, used up, forgiven."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tutor_reliability.policy.model import Derive, Merge, Meter, Policy
from tutor_reliability.standing.incidents import Incident

Id = tuple[str, str]


def standing_in(text: Policy, meter: Meter, known: list[Incident]) -> list[Incident]:
    """Give the incidents a meter may count or forgive: merged, derived, none used up."""
    merged = _merged(text, meter, known)
    derived, used = _derived(text.derives, merged)
    hidden: set[Id] = set()
    for to, ids in used.items():
        hidden |= ids if to in meter.of else set()
    return [one for one in merged + derived if one.id not in hidden]


def triggering(text: Policy, meter: Meter, known: list[Incident]) -> list[Incident]:
    """Give the incidents on which a rule that tests the meter may be asked.

    Those that stand in it and are not forgiven; what a derived incident used up is among them.
    """
    merged = _merged(text, meter, known)
    found = merged + _derived(text.derives, merged)[0]
    forgiven = forgiven_ids(meter, sorted(found, key=order(meter)))
    return [one for one in found if one.id not in forgiven]


def order(meter: Meter) -> Callable[[Incident], tuple[date, bool, bool, float, str, str]]:
    """Order sessions for a meter: by day, within a day as is kindest to the tutor."""

    def key(one: Incident) -> tuple[date, bool, bool, float, str, str]:
        other = one.outcome not in meter.of
        return (one.on(meter.axis), one.kept, other, -one.weight, one.session_id, one.outcome)

    return key


def forgiven_ids(meter: Meter, sessions: Sequence[Incident]) -> set[Id]:
    """Forgive, from the oldest on, so many in any span."""
    if meter.forgive is None:
        return set()
    days: list[date] = []
    found = set()
    for one in sessions:
        if one.outcome not in meter.of or one.kept:
            continue
        day = one.on(meter.axis)
        outside = meter.forgive.within.before(day)
        if sum(1 for earlier in days if outside < earlier <= day) < meter.forgive.times:
            days.append(day)
            found.add(one.id)
    return found


def _merged(text: Policy, meter: Meter, incidents: list[Incident]) -> list[Incident]:
    """Let at most so many alike stand, the earliest, with the weights of the heaviest."""
    for merge in text.merges:
        if meter.name in merge.meters:
            incidents = _merged_by(merge, meter, incidents)
    return incidents


def _merged_by(merge: Merge, meter: Meter, incidents: list[Incident]) -> list[Incident]:
    groups: dict[tuple[object, ...], list[Incident]] = {}
    stand = []
    for one in sorted(incidents, key=order(meter)):
        key = alike(merge, meter, one)
        if one.outcome not in merge.of or None in key:
            stand.append(one)
        else:
            groups.setdefault(key, []).append(one)
    for group in groups.values():
        weights = sorted((one.weight for one in group), reverse=True)
        stand += [
            one if one.weight == weight else replace(one, weight=weight)
            for one, weight in zip(group[: merge.cap], weights, strict=False)
        ]
    return stand


def alike(merge: Merge, meter: Meter, one: Incident) -> tuple[object, ...]:
    """Give what an incident must share with another to be merged with it; None: with none."""
    day = one.on(meter.axis)
    booking = (one.student_id, one.booked_at)
    by: dict[str, object] = {
        "day": day,
        "week": day - timedelta(days=day.weekday()),
        "reason": one.reason or "none",
        "student": one.student_id,
        "booking": None if None in booking else booking,
    }
    return tuple(by[key] for key in merge.by)


def _derived(
    derives: Sequence[Derive], incidents: Sequence[Incident]
) -> tuple[list[Incident], dict[str, set[Id]]]:
    """Make the derived incidents, and name for each kind those it used up."""
    made: list[Incident] = []
    used: dict[str, set[Id]] = {}
    for derive in derives:
        pool: list[Incident] = []
        ended: set[str] = set()
        for one in sorted((*incidents, *made), key=lambda one: (one.day, one.session_id)):
            if one.outcome not in derive.sources:
                continue
            pool.append(one)
            outside = derive.within.before(one.day)
            pool = [earlier for earlier in pool if earlier.day > outside]
            if len(pool) < derive.count or one.session_id in ended:
                continue
            ended.add(one.session_id)
            parts = pool[-derive.count :]
            made = [*made, derived_of(derive, parts)]
            if derive.consume:
                used.setdefault(derive.to, set()).update(part.id for part in parts)
                pool = []
    return made, used


def derived_of(derive: Derive, parts: Sequence[Incident]) -> Incident:
    """Make one incident of several, on the day of the last."""
    last = parts[-1]
    return Incident(
        session_id=last.session_id,
        day=last.day,
        outcome=derive.to,
        counts_from=max(one.counts_from for one in parts),
        pending=any(one.pending for one in parts),
        student_id=last.student_id,
        reason=last.reason,
        booked_at=last.booked_at,
        weight=derive.weight,
        variant=last.variant,
        event_day=max(one.on("event") for one in parts),
        report_day=max(one.on("report") for one in parts),
        members=tuple(dict.fromkeys(session for one in parts for session in one.sessions)),
    )
