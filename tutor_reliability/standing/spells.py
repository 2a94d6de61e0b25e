"""How long an effect stands: from the days a rule held and what people said, its spells.

A spell runs from the night a rule was first known to hold to its end by time or by a person. The
days on which rules hold are found in `definition` (naively) and in `fold` (at night); from there
on both use what is here.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tutor_reliability.policy.model import EVIDENCE, Policy, Rule
from tutor_reliability.standing.incidents import Answer, Incident

ONE_DAY = timedelta(days=1)
RESTRICTS_ALONE = ("only_if_all_others_full",)
PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A day on which a rule held: when it was known, what its meters read, by which incidents.

    `follows` names the night since which its spell stood already, where earlier days are left out.
    """

    rule: Rule
    text: Policy
    day: date
    known_on: date
    incidents: tuple[Incident, ...]
    values: tuple[tuple[str, float], ...] = ()
    follows: date | None = None

    @property
    def begins(self) -> date:
        """The day its effect begins, after the notice it gives."""
        notice = self.rule.effect.notice
        return notice.after(self.known_on) if notice else self.known_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A stretch through which a rule's effect stands or is announced.

    `since` is the night it was first known, `begins` the day its effect begins (None: not before
    a named person upholds it), `until` the first day it no longer stands (None: only a person
    ends it, or the rule no longer holding), `closed_on` the day a person ended it, `answer` the
    last word of a person on it. `held`: it rests on an excuse nobody has decided. `coaching`: the
    tutor is new, and gets that effect instead.
    """

    last: Firing
    since: date
    begins: date | None
    until: date | None
    closed_on: date | None = None
    answer: Answer | None = None
    coaching: bool = False
    held: bool = False

    @property
    def rule(self) -> Rule:
        """The rule, as in the text that was last asked."""
        return self.last.rule

    @property
    def effect(self) -> str:
        """The effect's name."""
        newcomers = self.last.text.newcomers
        return newcomers.do if self.coaching and newcomers else self.rule.effect.do

    @property
    def needs_person(self) -> bool:
        """Whether it asks a named person: to decide, or to say that its exit has come."""
        effect = self.rule.effect
        return (effect.human or bool(effect.exits)) and not self.coaching

    @property
    def waits(self) -> bool:
        """Whether its effect waits for a named person to uphold it."""
        return self.begins is None

    def stands(self, day: date) -> bool:
        """Tell whether it is there on a day, announced or in force."""
        return self.since <= day and (self.until is None or day < self.until)

    def in_force(self, day: date) -> bool:
        """Tell whether its effect is in force on a day."""
        return self.begins is not None and self.begins <= day and self.stands(day)


def gated(text: Policy, rule: Rule) -> bool:
    """Tell whether the rule's effect begins only with a named person's decision.

    What pauses anybody always does; what puts a tutor last does where the market requires it. A
    manager who is asked at each assignment is a person, so that may stand at once. On evidence
    nobody is put last by a machine, in whatever market.
    """
    status = text.statuses.get(rule.effect.do)
    if status is None:
        return False
    audiences = {
        status.new_students,
        status.existing_students,
        status.trial_students,
        status.unassigned_sessions,
    }
    alone = (text.human_required or rule.trigger == EVIDENCE) and rule.effect.human
    return PAUSED in audiences or (alone and not audiences.isdisjoint(RESTRICTS_ALONE))


def stands_until_next(rule: Rule) -> bool:
    """Tell whether a rule asked on dates stands until the next of them."""
    effect = rule.effect
    return rule.trigger == "dates" and not (effect.lasts or effect.exits or effect.once)


def latched(firings: Sequence[Firing], said: Sequence[Answer]) -> list[Spell]:
    """Give the spells of a rule whose effect has a length, an exit, or stands once.

    Args:
        firings: The rule's, in the order in which they were known.
        said: What people said of its cases, by day. A word covers what was known by that day.
    """
    done: list[Spell] = []
    spell: _Running | None = None
    seen: set[tuple[str, str]] = set()
    words = deque(said)
    for firing in firings:
        _hear(spell, words, before=firing.known_on)
        if firing.rule.effect.once and _ids(firing) <= seen:
            continue
        seen |= _ids(firing)
        if spell is not None and spell.joins(firing):
            spell.join(firing)
            continue
        if spell is not None:
            done.append(spell.ended())
        spell = _Running.begun(firing)
    _hear(spell, words, before=date.max)
    if spell is not None:
        done.append(spell.ended())
    return done


def _hear(spell: "_Running | None", words: deque[Answer], *, before: date) -> None:
    """Let a spell hear what was said before a day; said before any spell it is lost."""
    while words and words[0].day < before:
        answer = words.popleft()
        if spell is not None:
            spell.answered(answer)


def _ids(firing: Firing) -> set[tuple[str, str]]:
    return {(one.session_id, one.outcome) for one in firing.incidents}


@dataclass(slots=True, kw_only=True)
class _Running:
    """A spell that is being told, firing by firing and word by word."""

    first: Firing
    firings: list[Firing]
    timed: date | None
    begins: date | None
    exited: Answer | None = None
    closed_on: date | None = None
    answer: Answer | None = None

    @classmethod
    def begun(cls, firing: Firing) -> "_Running":
        """Begin with a firing."""
        waits = gated(firing.text, firing.rule)
        timed = None if waits else _timed_end(firing, firing.begins)
        first = replace(firing, known_on=firing.follows) if firing.follows else firing
        begins = None if waits else first.begins
        return cls(first=first, firings=[firing], timed=timed, begins=begins)

    @property
    def last(self) -> Firing:
        """The firing known last."""
        return self.firings[-1]

    @property
    def until(self) -> date | None:
        """The first day on which it no longer stands, as far as is known by now."""
        if self.closed_on is not None:
            return self.closed_on
        effect = self.last.rule.effect
        lapse = effect.lapses.after(self.last.known_on) if effect.lapses else None
        if self.begins is None:
            return lapse
        if effect.lasts and effect.exits and effect.ends == "both":
            return self.timed if self.exited else lapse
        found = [one for one in (self.timed, lapse if effect.exits else None) if one is not None]
        return min(found, default=None)

    def joins(self, firing: Firing) -> bool:
        """Tell whether a firing belongs to it: it still stands, or the new one touches its end."""
        until = self.until
        if self.closed_on is not None:
            return False
        touches = self.begins is not None and until == self.timed and firing.known_on == until
        lengthens = self.last.rule.effect.stack != "keep" and not firing.rule.effect.once
        return until is None or firing.known_on < until or (touches and lengthens)

    def join(self, firing: Firing) -> None:
        """Take a firing in; what that does to its end is the rule's `stack`."""
        self.firings.append(firing)
        effect = firing.rule.effect
        if self.begins is None or self.timed is None or gated(firing.text, firing.rule):
            return
        if effect.stack == "extend" and effect.lasts:
            self.timed = effect.lasts.after(max(self.timed, firing.begins))
        elif effect.stack in ("restart", "parallel"):
            self.timed = max(self.timed, _timed_end(firing, firing.begins) or self.timed)

    def answered(self, answer: Answer) -> None:
        """Hear a person: it may begin by that, or end."""
        until = self.until
        if self.closed_on == answer.day:
            self.answer = answer
        if until is not None and answer.day >= until:
            return
        self.answer = answer
        effect = self.last.rule.effect
        if answer.action == "uphold" and self.begins is None:
            self.begins = max(answer.day, self.first.begins)
            self.timed = _timed_end(self.last, self.begins)
        elif answer.action == "dismiss":
            self.closed_on = answer.day
        elif answer.ends in effect.exits:
            self._leave(answer)

    def _leave(self, answer: Answer) -> None:
        effect = self.last.rule.effect
        runs_on = effect.lasts and effect.ends == "both" and self.timed is not None
        self.exited = answer
        if not (runs_on and self.timed is not None and self.timed > answer.day):
            self.closed_on = answer.day

    def ended(self) -> Spell:
        """Give it as it is in the end."""
        return Spell(
            last=self._evidence(),
            since=self.first.known_on,
            begins=self.begins,
            until=self.until,
            closed_on=self.closed_on,
            answer=self.answer,
        )

    def _evidence(self) -> Firing:
        """Give the last firing; where effects run in parallel with all that they rest on."""
        if self.last.rule.effect.stack != "parallel" or self.timed is None:
            return self.last
        known = self.last.known_on
        running = [one for one in self.firings if (_timed_end(one, one.begins) or date.max) > known]
        every = {(one.session_id, one.outcome): one for each in running for one in each.incidents}
        ordered = sorted(every.values(), key=lambda one: (one.day, one.session_id, one.outcome))
        return replace(self.last, incidents=tuple(ordered))


def _timed_end(firing: Firing, begins: date) -> date | None:
    effect = firing.rule.effect
    if effect.lasts:
        return effect.lasts.after(begins)
    return begins + ONE_DAY if effect.once else None


def levels(runs: Iterable[tuple[Firing, date | None]], said: Sequence[Answer]) -> list[Spell]:
    """Give the spells of a rule that stands while it holds.

    Args:
        runs: Each unbroken run of days on which it held: its first day as a firing that shows
            what it rests on now, and the first day on which it no longer held (None: it holds).
        said: What people said of its cases. Dismissed, it stands again only in a later run.
    """
    found = []
    for firing, until in runs:
        inside = [
            one for one in said if firing.known_on <= one.day and (until is None or one.day < until)
        ]
        dismissed = next((one for one in inside if one.action == "dismiss"), None)
        upheld = next((one for one in inside if one.action == "uphold"), None)
        begins: date | None = firing.begins
        if gated(firing.text, firing.rule):
            begins = max(upheld.day, firing.begins) if upheld else None
        closed_on = dismissed.day if dismissed else None
        found.append(
            Spell(
                last=firing,
                since=firing.known_on,
                begins=begins,
                until=closed_on or until,
                closed_on=closed_on,
                answer=inside[-1] if inside else None,
            )
        )
    return found


def closes(answer: Answer, rule: Rule) -> bool:
    """Tell whether a word of a person ends the rule's effect, so that its meters begin anew."""
    if answer.action == "dismiss":
        return True
    return answer.ends in rule.effect.exits
