"""Read the worked examples: a sentence of the published text, and what it must give."""

from tutor_reliability.policy.model import Example, Story, StoryChance
from tutor_reliability.policy.section import Section, is_number
from tutor_reliability.tables import AUDIENCE_VALUES, EVENTS, INITIATORS, SIGNALS

GIVEN = (
    "event",
    "by",
    "on_behalf_of",
    "notice_hours",
    "notice_seconds",
    "channel",
    "reason",
    "emergency",
    "inside_availability",
    "moved_later_hours",
    "rebooked_after_hours",
    "rebooked_held",
    "contact",
    "minutes_late",
    "booked_hours_before",
    "recorded_by",
    "session_kind",
    "first_with_student",
    "agreed",
    "weekday",
    "at",
    "told_hours_before",
    "student",
    "market",
    "on",
)
"""What an example may give of one session."""
STEP = (*GIVEN, "day", "times", "decide", "rule", "exit")
"""What a day of a story may give, or what a person decided on it."""
CONTACT = ("channel", "reason", "decision", "hours_after_start", "emergency")


def read_example(
    section: Section,
    outcomes: list[str],
    meters: list[str],
    rules: list[str],
    clauses: list[str],
) -> Example | Story:
    """Read an [[example]]: of one session, or with a history of a tutor."""
    if section.has("clause"):
        section.choice("clause", clauses)
    found = (
        _story(section, meters, rules) if section.has("history") else _example(section, outcomes)
    )
    section.done()
    return found


def _example(section: Section, outcomes: list[str]) -> Example:
    return Example(
        quote=section.text("quote"),
        given=_given(section.section("given"), GIVEN),
        outcome=section.choice("outcome", outcomes),
        counts=section.flag("counts", default=None),
        clause=section.text("clause", ""),
    )


def _story(section: Section, meters: list[str], rules: list[str]) -> Story:
    story = Story(
        quote=section.text("quote"),
        history=tuple(_step(one) for one in section.sections("history")),
        on_day=section.count("on_day"),
        meters=_values(section.section("meters", required=False), meters),
        flags=section.names_of("flags", rules) if section.has("flags") else None,
        not_flags=section.names_of("not_flags", rules),
        new_students=section.choice("new_students", AUDIENCE_VALUES, ""),
        clause=section.text("clause", ""),
        chances=tuple(_chance(one) for one in section.sections("signals", required=False)),
    )
    asked = story.meters or story.not_flags or story.new_students
    if story.flags is None and not asked:
        raise section.fail("flags", "what must hold on that day: flags, not_flags, meters, ...")
    return story


def _chance(section: Section) -> StoryChance:
    found = StoryChance(
        signal=section.choice("signal", SIGNALS),
        day=section.count("day"),
        chance=section.number("chance"),
        without=section.number("without") if section.has("without") else None,
    )
    for key, chance in (("chance", found.chance), ("without", found.without or 0.0)):
        if chance > 1:
            raise section.fail(key, "a chance of at most 1")
    section.done()
    return found


def _step(section: Section) -> dict[str, object]:
    section.count("day")
    if section.has("times"):
        section.count("times", least=1)
    if section.has("event") == section.has("decide"):
        raise section.fail("event", "what happened on that day, or decide: what a person decided")
    return _given(section, STEP)


def _given(section: Section, known: tuple[str, ...]) -> dict[str, object]:
    """Give the facts as the file has them, if each is one that examples can give."""
    given = {key: section.raw(key) for key in section.names() if section.known_name(key, known)}
    if "event" in given:
        section.choice("event", EVENTS)
    if "by" in given:
        section.choice("by", INITIATORS)
    if "contact" in given:
        contact = section.section("contact")
        for key in contact.names():
            contact.known_name(key, CONTACT)
    return given


def _values(section: Section, meters: list[str]) -> dict[str, float | None]:
    """Read what meters must be; "unrated" stands for none."""
    values: dict[str, float | None] = {}
    for name in section.names():
        section.known_name(name, meters)
        found = section.raw(name)
        if found != "unrated" and not is_number(found):
            raise section.fail(name, 'a number, or "unrated"')
        values[name] = None if found == "unrated" else float(str(found))
    return values
