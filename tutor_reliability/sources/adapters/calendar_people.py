"""Who is who in a calendar: the organizer is the tutor, the people invited are the students.

That is how a tutor's own calendar reads. iCalendar files and Google Calendar share it.
"""

from collections.abc import Iterable
from typing import NamedTuple

_NOBODY = frozenset({"", "invalid:nomail", "unknownorganizer@calendar.google.com"})


class Invited(NamedTuple):
    """Somebody invited: the address, and whether the answer is no."""

    address: str
    declined: bool


def address(written: str) -> str:
    """Give a person's address, spelt one way; "" for what calendars write for nobody.

    >>> address("MAILTO:Ana@Example.org")
    'ana@example.org'
    """
    found = written.strip().lower().removeprefix("mailto:").strip()
    return "" if found in _NOBODY else found


def students_of(invited: Iterable[Invited], organizer: str) -> list[Invited]:
    """Give those invited who are not the organizer, each once."""
    found = {one.address: one for one in invited if one.address and one.address != organizer}
    return list(found.values())


def sole_address(students: list[Invited]) -> str:
    """Give the one student; "" where there are none or several."""
    return students[0].address if len(students) == 1 else ""


def who_declined(invited: Iterable[Invited], organizer: str) -> tuple[str, str]:
    """Say whose no ends the session, as initiator and address; two times "" where nobody's does.

    The organizer's does, and that of the only student; of several students the others come.
    """
    people = list(invited)
    if organizer and any(one.declined and one.address == organizer for one in people):
        return "tutor", organizer
    students = students_of(people, organizer)
    if organizer and len(students) == 1 and students[0].declined:
        return "student", students[0].address
    return "", ""
