"""What holds of a tutor tonight, told once: rules that rest on the same thing are one reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.values import Row
from dashboards.weighed import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that happened, and every rule that holds because of it.

    Attributes:
        flag: The flag that asks most, a row of `queries/tutor_flags.sql`: it speaks for all.
        others: The other rules, which would only say the same again.
        coached: Whether it would ask a person, but the tutor is new.
    """

    flag: Row
    others: Sequence[str]
    coached: bool


def reasons(flags: Iterable[Row], weighed: Weighed) -> list[Reason]:
    """Put flags together that weigh the same evidence, or say the same; what asks most first.

    Args:
        flags: The tutor's flags.
        weighed: What the run weighed, and which rules ask a person.
    """

    def coached(flag: Row) -> bool:
        return weighed.asks_person.get(str(flag["rule"]), False) and not flag["needs_person"]

    found: dict[str, list[Row]] = {}
    for one in flags:
        asked = weighed.rules.get(str(one["rule"]))
        found.setdefault(asked.signal if asked else str(one["sentence"]), []).append(one)
    told = []
    for alike in found.values():
        most, *rest = sorted(alike, key=lambda one: (not one["needs_person"], not coached(one)))
        told.append(
            Reason(flag=most, others=[str(one["rule"]) for one in rest], coached=coached(most))
        )
    return sorted(told, key=lambda one: (not one.flag["needs_person"], not one.coached))
