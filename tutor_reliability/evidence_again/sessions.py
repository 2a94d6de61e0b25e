"""Sessions and moves as the published tables have them, and what each counts for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import TypeVar

HELD = ("completed", "interrupted", "no_show", "no_show_student")
_ENDED_EARLY = ("cancelled", "rescheduled")
T = TypeVar("T", bound="Session | Move")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A row of core.session_outcomes, or of review.older_sessions, with the line it was held to.

    Attributes:
        is_older: Whether it is from before the days that are published.
    """

    session_id: str
    tutor_id: str
    student_id: str | None
    day: date
    scheduled_start: datetime
    booked_at: datetime | None
    cancelled_at: datetime | None
    event: str
    blame: str
    notice: str | None
    notice_hours: float | None
    is_late: bool
    emergency: bool
    excuse: str | None
    excused: bool
    cured_by: str | None
    provisional: bool
    line_seconds: int | None
    is_older: bool

    @property
    def is_the_tutors(self) -> bool:
        """Whether the tutor could have ended it: nobody else did first."""
        if self.cured_by is not None or self.event == "completed":
            return True
        return self.event != "unreported" and self.blame == "tutor"

    @property
    def is_the_students(self) -> bool:
        """Whether the student could have ended it; a day under an amnesty tells nothing."""
        theirs = self.event in _ENDED_EARLY and self.blame == "student"
        held = self.event in ("completed", "no_show_student")
        return self.student_id is not None and self.excuse != "amnesty" and (held or theirs)

    @property
    def is_late_by_the_student(self) -> bool:
        """Whether it was cancelled late in the student's name."""
        return self.is_the_students and self.event in _ENDED_EARLY and self.is_late

    @property
    def is_emergency(self) -> bool:
        """Whether the tutor ended or missed it with an emergency as the reason."""
        return (
            self.emergency
            and self.blame == "tutor"
            and self.event in (*_ENDED_EARLY, "no_show", "interrupted")
            and self.excuse != "amnesty"
            and not self.provisional
        )

    @property
    def was_held(self) -> bool:
        """Whether it began, with both there or not."""
        return self.event in HELD

    @property
    def notice_seconds(self) -> int | None:
        """The notice with which its tutor cancelled it for good; None where that tells nothing."""
        cancelled = self.event in _ENDED_EARLY and self.blame == "tutor" and not self.cured_by
        if not cancelled or self.notice != "exact" or self.excused or self.provisional:
            return None
        return None if self.notice_hours is None else round(self.notice_hours * 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A row of review.signal_moves."""

    session_id: str
    move_no: int
    tutor_id: str
    student_id: str | None
    day: date
    moved_on: date
    moved_to: str | None


def read(kind: type[T], row: Mapping[str, object]) -> T:
    """Read one from a row; further columns are left out."""
    return kind(**{name: row[name] for name in _names(kind)})  # type: ignore[arg-type]


@cache
def _names(kind: type) -> list[str]:
    return [one.name for one in fields(kind)]
