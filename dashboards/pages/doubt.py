"""How many accounts of the queue are expected to be false: said of the list, never of one tutor."""

from collections import defaultdict
from collections.abc import Sequence

from dashboards import words
from dashboards.pages.facts import Facts
from dashboards.pages.views import Card, Cell, Column, Table
from tutor_reliability.evidence.telling import signal_title

_TENTH = 0.05


def expected_false(chances: Sequence[float]) -> float:
    """Add up the chances that each is false: so many of them are, on average.

    >>> round(expected_false([0.95, 0.9, 0.99]), 2)
    0.16
    """
    return sum(1 - one for one in chances)


def sentence(chances: Sequence[float]) -> str:
    """Say it in words; nothing where nobody is here on evidence."""
    if not chances:
        return ""
    expected = expected_false(chances)
    if len(chances) == 1:
        return (
            f"One is here on evidence; that it is false has a chance of {words.chance(expected)}."
        )
    said = f"about {expected:.1f}" if expected >= _TENTH else "fewer than 0.1"
    return (
        f"Of the {words.number(len(chances))} here on evidence {said} are expected to be false "
        f"(mean chance {words.chance(sum(chances) / len(chances))})."
    )


def cards(facts: Facts) -> list[Card]:
    """Write the card; none for an empty queue, or a policy without rules on evidence."""
    if facts.queue.is_empty() or not facts.weighed.rules:
        return []
    chances: dict[str, list[float]] = defaultdict(list)
    for row in facts.queue.iter_rows(named=True):
        chance = facts.weighed.chance_of(row)
        if chance is not None:
            chances[str(row["rule"])].append(chance)
    accounts = facts.accounts
    every = [one.chance for one in accounts if one.chance is not None]
    both = sum(len(one.chances) > 1 for one in accounts)
    rows: list[Sequence[Cell]] = [
        [
            words.plain(rule),
            signal_title(facts.weighed.rules[rule].signal),
            words.number(len(its)),
            words.chance(sum(its) / len(its)),
            f"{expected_false(its):.1f}",
        ]
        for rule, its in sorted(chances.items())
    ]
    others = len(accounts) - len(every)
    more = [
        f"{words.some(both, 'account')} {'stands' if both == 1 else 'stand'} in two rows or more "
        f"and {'counts' if both == 1 else 'count'} once in the sum above, by the higher chance."
        if both
        else "",
        f"{words.some(others, 'account')} {'is' if others == 1 else 'are'} here by rules that "
        "count, which say no chance."
        if others
        else "",
    ]
    return [
        Card(
            name="doubt",
            title="How many of these are expected to be false?",
            how="False means: the tutor's current rate is within the limit after all (for a side "
            "detector: the habit is a usual one). Which account it is, nobody knows; that is why "
            "a person looks.",
            method="doubt",
            text=[
                sentence(every)
                or "Nobody is in the queue on evidence tonight; rules that count say no chance."
            ],
            table=Table(
                caption="Accounts on evidence, by rule, with how many are expected to be false",
                columns=[
                    Column(title="Rule"),
                    Column(title="Looked for"),
                    Column(title="Accounts", numeric=True),
                    Column(title="Mean chance", numeric=True),
                    Column(title="Expected to be false", numeric=True),
                ],
                rows=rows,
                empty="No account is here on evidence.",
                more=" ".join(one for one in more if one),
                stack=True,
            ),
        )
    ]
