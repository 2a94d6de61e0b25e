"""Who is who in a booking of Cal.com: told by e-mail, whatever its capitals."""

from collections.abc import Iterable

from tutor_reliability.sources.json_export import word


def email(fields: object, *path: str | int) -> str:
    """Give the e-mail at a path, in small letters."""
    return word(fields, *path).lower()


def initiator(by: str, hosts: Iterable[str], attendees: Iterable[str]) -> str:
    """Say which side an e-mail is on: tutor, student, or platform for anybody else.

    >>> initiator("Ann@example.org", ["ann@example.org"], ["bob@example.org"])
    'tutor'
    >>> initiator("", ["ann@example.org"], ["bob@example.org"])
    'unknown'
    """
    name = by.strip().lower()
    if not name:
        return "unknown"
    if name in hosts:
        return "tutor"
    return "student" if name in attendees else "platform"
