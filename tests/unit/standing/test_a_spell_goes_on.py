"""What an earlier night told of a spell saves looking at its old days, and changes nothing."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_reliability.policy import load_book
from tutor_reliability.standing import Fold, History, Incident, Judged, Spell, standing
from tutor_reliability.standing.tail import Told, has_tail

BOOK = load_book("itutor")
FIRST = date(2025, 3, 1)
LAST_WEEKS = 60


class Whole(Fold):
    """Asks of every day there ever was."""

    def bearing(self, rule, ready):
        return self.firings(rule, ready)


def days(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def incidents(draw, first: int = 0) -> list[Incident]:
    found = []
    for number, at in enumerate(draw(st.lists(st.integers(first, LAST_WEEKS * 7), max_size=25))):
        settled = days(at + draw(st.sampled_from([0, 0, 2, 40])))
        found.append(
            Incident(
                session_id=f"{first}-{number}",
                day=days(at),
                outcome=draw(st.sampled_from(["late_cancel", "no_show", "early_cancel"])),
                counts_from=settled,
                reason=draw(st.sampled_from([None, "illness"])),
                pending=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return found


def spells(told: list[Incident], night: date, asker) -> list[Spell]:
    by_night = tuple(one for one in told if one.day <= night)
    history = History(tutor_id="a", incidents=by_night, joined=days(-400))
    return standing(Judged.of(BOOK, history, {}), asker, as_of=night)


def said(found: list[Spell]) -> list[tuple[object, ...]]:
    return [
        (one.rule.name, one.since, one.begins, one.until, one.held, one.last.known_on,
         one.last.day, one.last.incidents)
        for one in found
    ]  # fmt: skip


def new_from(before: list[Incident], after: list[Incident], last: date, night: date) -> date:
    """Give the first day of which a night knows otherwise than the last did."""
    changed = [one for one in before if one not in after]
    changed += [one for one in after if one not in before]
    changed += [one for one in after if last < max(one.day, one.counts_from) <= night]
    return min((one.day for one in changed), default=night)


def goes_on(before: list[Incident], gone: int, come: list[Incident], at: list[int]) -> None:
    last, night = (days(one) for one in sorted(at))
    after = [one for number, one in enumerate(before) if number % 7 != gone] + come
    told = Told(
        since={one.rule.name: one.since for one in spells(before, last, Whole)},
        unchanged_before=new_from(before, after, last, night),
    )

    def knowing(judged: Judged, as_of: date) -> Fold:
        return Fold(judged, as_of, None if judged.history.certain else told)

    whole = said(spells(after, night, Whole))
    assert said(spells(after, night, Fold)) == whole
    assert said(spells(after, night, knowing)) == whole


nights = st.lists(st.integers(0, LAST_WEEKS * 7), min_size=2, max_size=2, unique=True)


@settings(max_examples=150, deadline=None)
@given(incidents(), st.integers(0, 12), incidents(380), nights)
def test_a_spell_that_was_told_of_goes_on_as_if_all_were_told_again(before, gone, come, at):
    goes_on(before, gone, come, at)


def test_a_spell_of_a_year_is_known_by_its_last_days() -> None:
    told = [
        Incident(session_id=f"{at:03}", day=days(at), outcome="late_cancel", counts_from=days(at))
        for at in range(0, 400, 10)
    ]
    asked: list[date] = []

    class Counted(Fold):
        def _of_day(self, name, day, ready):
            asked.append(day)
            return super()._of_day(name, day, ready)

    def knowing(judged: Judged, as_of: date) -> Fold:
        return Counted(judged, as_of, Told(since={"rating_signal": days(10)}, unchanged_before=day))

    day = days(385)
    (found,) = (one for one in spells(told, days(395), knowing) if one.rule.name == "rating_signal")
    assert found.since == days(10)
    assert min(asked) < days(20)  # the other rules were told of by nobody
    asked.clear()
    text = BOOK.newest
    (rule,) = (one for one in text.rules if one.name == "rating_signal")
    assert has_tail(text, rule)
    history = History(tutor_id="a", incidents=tuple(told), joined=days(-400))
    knowing(Judged.of(BOOK, history, {}), days(395)).bearing("rating_signal", lambda *_: True)
    assert min(asked) >= days(370)
