"""From a way to ask rules to the spells of a tutor: one order of rules, newcomers, held ones.

Two ways to ask are given: `definition` says what the language means, `fold` is what runs at night.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from tutor_reliability.policy.model import Book, Policy, Rule
from tutor_reliability.standing.incidents import History, Judged
from tutor_reliability.standing.spells import Firing, Spell, closes, latched, levels

Ready = Callable[[Policy, Rule, date], bool]
"""Whether the effects that a rule needs beside it stand on a day, and those it excludes do not."""
Run = tuple[Firing, date | None]


class Asker(Protocol):
    """A way to find the days on which a tutor's rules hold."""

    def firings(self, rule: str, ready: Ready) -> list[Firing]:
        """Give the firings of a rule that is asked on days, in the order they were known."""

    def bearing(self, rule: str, ready: Ready) -> list[Firing]:
        """Give those of them on which anything rests that stands tonight, or that was answered."""

    def runs(self, rule: str, ready: Ready) -> list[Run]:
        """Give the unbroken runs of days on which a rule that stands while it holds did."""


Asking = Callable[[Judged, date], Asker]


def standing(
    judged: Judged, asking: Asking, *, as_of: date, rules: Collection[str] | None = None
) -> list[Spell]:
    """Find the spells that stand tonight, and those a person has answered.

    Args:
        judged: One tutor, as the book's texts judge.
        asking: How the rules are asked.
        as_of: The last day that counts.
        rules: The rules that may ever have held; all where nothing is known of that.
    """
    names = [one for one in rule_names(judged.book) if rules is None or one in rules]
    told = _told(judged, asking(judged, as_of), names)
    sure: set[str] = set()
    if judged.history.pending:
        certain = judged.certain
        sure = {
            one.rule.name for one in _told(certain, asking(certain, as_of), names)
            if one.stands(as_of)
        }  # fmt: skip
    else:
        sure = {one.rule.name for one in told}
    return [
        replace(one, held=one.stands(as_of) and one.rule.name not in sure)
        for one in told
        if one.stands(as_of) or one.answer is not None
    ]


def _told(judged: Judged, asker: Asker, names: Sequence[str]) -> list[Spell]:
    """Tell these rules' spells, each rule after those that stand before it in the file."""
    told: list[Spell] = []

    def ready(text: Policy, rule: Rule, day: date) -> bool:
        if not rule.during and not rule.unless:
            return True
        before = {one.name for one in text.rules[: text.rules.index(rule)]}
        there = {one.effect for one in told if one.rule.name in before and one.in_force(day)}
        needed = not rule.during or not there.isdisjoint(rule.during)
        return needed and there.isdisjoint(rule.unless)

    for name in names:
        said = judged.answers.get(name, ())
        new, others = _newcomers_apart(judged.history, asker.bearing(name, ready))
        told += _coached(judged.history, new) + latched(others, said)
        for run in asker.runs(name, ready):
            coaching, rest = _coached_run(judged.history, run)
            told += coaching + levels(rest, said)
    return told


def rule_names(book: Book) -> list[str]:
    """Name the rules of all texts, each after those that stand before it in any of them."""
    place: dict[str, int] = {}
    for text in book.variants:
        for number, rule in enumerate(text.rules):
            place[rule.name] = max(place.get(rule.name, 0), number)
    return sorted(place, key=lambda name: (place[name], name))


def named(text: Policy | None, name: str) -> Rule | None:
    """Give a text's rule of a name; None for no text, or none of that name."""
    return next((one for one in text.rules if one.name == name), None) if text else None


def new_until(history: History, text: Policy) -> date | None:
    """Give the first day on which the tutor is no longer new; None where that is not known."""
    new = text.newcomers
    if new is None:
        return date.min
    if history.began is None:
        return None
    by_days = history.began + timedelta(days=new.days)
    by_sessions = _day_of_session(history, new.sessions)
    return None if by_sessions is None else max(by_days, by_sessions)


def _day_of_session(history: History, number: int) -> date | None:
    days = sorted({day for one in history.kept for day in one.days})
    if number <= history.taught_before:
        return date.min
    return next((day for day in days if history.taught(day) >= number), None)


def _newcomers_apart(
    history: History, firings: Sequence[Firing]
) -> tuple[list[Firing], list[Firing]]:
    """Part the firings that only ask for coaching, because the tutor was new, from the others."""
    if not any(one.text.newcomers and one.rule.effect.human for one in firings):
        return [], list(firings)
    new: list[Firing] = []
    others: list[Firing] = []
    for one in firings:
        (new if _is_coaching(history, one) else others).append(one)
    return new, others


def _is_coaching(history: History, firing: Firing) -> bool:
    if firing.text.newcomers is None or not firing.rule.effect.human:
        return False
    until = new_until(history, firing.text)
    return until is None or firing.known_on < until


def _coached(history: History, firings: Sequence[Firing]) -> list[Spell]:
    """Give the coaching of a tutor who was new when a rule held; it ends when that is over."""
    if not firings:
        return []
    return [
        Spell(
            last=firings[-1],
            since=firings[0].known_on,
            begins=firings[0].known_on,
            until=new_until(history, firings[-1].text),
            coaching=True,
        )
    ]


def _coached_run(history: History, run: Run) -> tuple[list[Spell], list[Run]]:
    """Part a run of days: coaching while the tutor was new, then the rule's own effect."""
    firing, until = run
    if not _is_coaching(history, firing):
        return [], [run]
    over = new_until(history, firing.text)
    (spell,) = _coached(history, [firing])
    if over is None or (until is not None and until <= over):
        return [replace(spell, until=until)], []
    return [spell], [(replace(firing, known_on=over), until)]


def resets(judged: Judged) -> dict[str, tuple[date, ...]]:
    """Give for each meter the days on which a person ended an effect that makes it begin anew."""
    found: dict[str, list[date]] = {}
    for name, said in judged.answers.items():
        for answer in said:
            text = judged.text(answer.day)
            rule = named(text, name)
            if text is None or rule is None or not closes(answer, rule):
                continue
            for meter in _reset_by(text, rule):
                found.setdefault(meter, []).append(answer.day)
    return {meter: tuple(sorted(days)) for meter, days in found.items()}


def _reset_by(text: Policy, rule: Rule) -> set[str]:
    tested = {one.meter for one in rule.when}
    ledgers = {
        one.name
        for one in text.meters
        if one.ledger and one.ledger.reset_on_exit and one.name in tested
    }
    return ledgers | set(rule.effect.resets)
