"""Each kind of dirt that is made of a clean session, and what must become of it.

A kind that must be rejected is called by the reason that landing gives.
"""

from collections.abc import Callable

from tutor_reliability.simulate.dirt import Kind, Model, Planted
from tutor_reliability.simulate.plan import DAY, HOUR, MINUTE
from tutor_reliability.simulate.spelling import Row, iso

SENTINELS = ("0000-01-01T00:00:00Z", "1900-01-01T00:00:00Z")
BAD_TIMES = ("2026-13-45T25:61:00Z", "tomorrow 5pm", "31/02/2026 17:00", "#VALUE!")
BAD_STATUSES = ("completd", "VOID", "postponed?", "5")
NUMBER_LIKE_IDS = ("0012345", "9007199254740993", "7.0", "1_000")
SCIENTIFIC_IDS = ("1.23457E+11", "4.56789E+11", "7.00012E+11", "2.5E+10")
NULL_WORDS = ("NULL", "NA", "N/A", "nil")
BAD_DURATIONS = ("0", "-1380", "-60", "-5")
HOSTILE_WORDS = (
    "<img src=x onerror=alert('late')>",
    '=HYPERLINK("https://example.org","more")',
    "line one, \"quoted\", and 'so on'",
    "{{ 7 * 7 }} </script>",
)
UNMAPPED_REASONS = ("Sonstiges", "R-17", "OTHER", "ill ness")


def _some(words: tuple[str, ...], model: Model) -> str:
    return words[model.serial % len(words)]


def _session(name: str, disposition: str, fate: str, change: Callable[[Model], Row]) -> Kind:
    """Another session, like a clean one but for what `change` says."""

    def make(model: Model) -> list[Planted]:
        row = model.fresh(change(model))
        return [Planted(log="sessions", row=row, known=model.updated + 3 * HOUR)]

    return Kind(log="sessions", name=name, disposition=disposition, fate=fate, make=make)


def _version(
    name: str, disposition: str, fate: str, hours: int, change: Callable[[Model], Row]
) -> Kind:
    """The same session once more, `hours` after it was last known."""

    def make(model: Model) -> list[Planted]:
        row = model.row | change(model)
        return [Planted(log="sessions", row=row, known=model.updated + hours * HOUR)]

    return Kind(log="sessions", name=name, disposition=disposition, fate=fate, make=make)


def _ended(name: str, fate: str, change: Callable[[Model], tuple[int, Row]]) -> Kind:
    """A session cancelled in both logs, its cancellation odd in what `change` says."""

    def make(model: Model) -> list[Planted]:
        at, odd = change(model)
        received = at + (7 * DAY if name == "received_late" else 0)
        heard: Row = {"received_at": iso(received)}
        return [
            Planted(log="sessions", row=model.ended(at), known=at),
            Planted(log="cancellations", row=model.cancellation(at, heard | odd), known=received),
        ]

    return Kind(log="cancellations", name=name, disposition="landed", fate=fate, make=make)


def _stray(
    name: str, disposition: str, fate: str, change: Callable[[Model], tuple[int, Row]]
) -> Kind:
    """A cancellation that fits no cancelled session."""

    def make(model: Model) -> list[Planted]:
        at, odd = change(model)
        return [Planted(log="cancellations", row=model.cancellation(at, odd), known=at)]

    return Kind(log="cancellations", name=name, disposition=disposition, fate=fate, make=make)


def _withdrawn(model: Model) -> list[Planted]:
    at = model.start - 26 * HOUR
    first, taken_back = (
        model.cancellation(at, {"withdrawn_at": withdrawn})
        for withdrawn in (None, iso(at + 2 * HOUR))
    )
    return [
        Planted(log="cancellations", row=first, known=at, nightly=True),
        Planted(log="cancellations", row=taken_back, known=at + 2 * HOUR),
    ]


def _never_entered(model: Model) -> list[Planted]:
    at = model.start - 5 * HOUR
    return [Planted(log="sessions", row=model.ended(at), known=at)]


def _never_reported(model: Model) -> list[Planted]:
    row = model.fresh({"status": "scheduled", "updated_at": iso(model.booked)})
    return [Planted(log="sessions", row=row, known=model.booked)]


def _day_precision(model: Model) -> tuple[int, Row]:
    midnight = (model.start // DAY - 1) * DAY
    at = max(midnight, model.booked + MINUTE)
    return at, {"cancelled_at": iso(midnight), "precision": "day"}


def _lost_session(model: Model) -> tuple[int, Row]:
    return model.start - 9 * HOUR, {
        "session_id": f"x{model.serial:04d}",
        "tutor_id": model.row["tutor_id"],
        "scheduled_start": iso(model.start + 3 * HOUR),
    }


def _hostile_words(model: Model) -> list[Planted]:
    at = model.start + DAY
    row: Row = {
        "feedback_id": f"x{model.serial:04d}",
        "session_id": model.row["session_id"],
        "tutor_id": model.row["tutor_id"],
        "student_id": model.row["student_id"],
        "given_at": iso(at),
        "rating": "1",
        "text": _some(HOSTILE_WORDS, model),
    }
    return [Planted(log="feedback", row=row, known=at)]


_SESSIONS = (
    _version("exact_duplicate", "duplicate", "the same row again: counted, changes nothing",
             24, lambda _: {}),
    _version("older_version", "superseded", "an older updated_at: the newer row stays in force", 24,
             lambda model: {"status": "scheduled", "minutes_late": None,
                            "updated_at": iso(model.updated - HOUR)}),
    _version("newer_version", "landed", "a newer updated_at: this row is in force", 1,
             lambda model: {"minutes_late": "7", "updated_at": iso(model.updated + HOUR)}),
    Kind(log="sessions", name="cancelled_without_cancellation", disposition="landed",
         fate="kept as cancelled, by whom and with what notice is unknown", make=_never_entered),
    _session("sentinel_date", "rejected", "a start before 2000 is no start",
             lambda model: {"scheduled_start": _some(SENTINELS, model)}),
    _session("start_too_far_ahead", "rejected", "a start more than two years ahead is no start",
             lambda _: {"scheduled_start": "2099-12-31T10:00:00Z"}),
    _session("booked_after_start", "rejected", "booked after it began, both to the second",
             lambda model: {"booked_at": iso(model.start + 4 * HOUR + 17)}),
    _session("day_precision_start", "landed", "a midnight start is a day: compared as dates",
             lambda model: {"scheduled_start": iso(model.start // DAY * DAY),
                            "booked_at": iso(model.start // DAY * DAY + 9 * HOUR)}),
    _session("duration_not_positive", "warned", "duration set to null",
             lambda model: {"duration_minutes": _some(BAD_DURATIONS, model)}),
    _session("bad_number", "rejected", "a word for null where a number belongs",
             lambda model: {"minutes_late": _some(NULL_WORDS, model)}),
    _session("null_word", "landed", "a word for null where words belong: kept as it came",
             lambda model: {"subject": _some(NULL_WORDS, model)}),
    _session("tutor_blank", "landed", "counted in the totals, in the unassigned bucket",
             lambda _: {"tutor_id": None}),
    _session("tutor_not_in_roster", "landed", "shown by its id alone",
             lambda model: {"tutor_id": f"gone{model.serial:04d}"}),
    _session("unknown_status", "rejected", "a status the contract does not know",
             lambda model: {"status": _some(BAD_STATUSES, model)}),
    _session("bad_time", "rejected", "a start that is no time",
             lambda model: {"scheduled_start": _some(BAD_TIMES, model)}),
    _session("id_like_a_number", "landed", "ids are text, to the letter",
             lambda model: {"session_id": _some(NUMBER_LIKE_IDS, model)}),
    _session("scientific_id", "rejected", "a spreadsheet lost the digits of the id",
             lambda model: {"session_id": _some(SCIENTIFIC_IDS, model)}),
    Kind(log="sessions", name="never_reported", disposition="landed",
         fate="past its start and still scheduled: unreported", make=_never_reported),
    _session("lost_characters", "landed", "kept as it came",
             lambda _: {"subject": "Fran\ufffdais"}),
)  # fmt: skip
_CANCELLATIONS = (
    _ended("exactly_24h", "24 h 00 min 00 s is in time", lambda model: (model.start - DAY, {})),
    _ended("one_second_short", "23 h 59 min 59 s is late",
           lambda model: (model.start - DAY + 1, {})),
    _ended("cancelled_after_start", "its own class, no error",
           lambda model: (model.start + 2 * HOUR, {})),
    _ended("time_unknown", "notice is unknown, never late",
           lambda model: (model.start - 3 * HOUR, {"cancelled_at": None})),
    _ended("day_precision", "notice is uncertain: not counted as late unless the policy says so",
           _day_precision),
    _ended("unmapped_reason", "kept raw, counted as unmapped",
           lambda model: (model.start - 5 * HOUR, {"reason_code": _some(UNMAPPED_REASONS, model)})),
    _ended("received_late", "not known before it was received, seven days later",
           lambda model: (model.start - 28 * HOUR, {})),
    Kind(log="cancellations", name="withdrawn", disposition="landed",
         fate="taken back: does not count", make=_withdrawn),
    _stray("session_ran", "landed", "the session ran: does not count",
           lambda model: (model.start - 6 * HOUR, {})),
    _stray("session_lost", "landed", "the session is rebuilt from tutor and start", _lost_session),
    _stray("orphan", "landed", "no session yet: kept until it comes, counts for nothing",
           lambda model: (model.start - 9 * HOUR, {"session_id": f"x{model.serial:04d}"})),
    _stray("cancelled_before_booked", "rejected", "cancelled a day before it was booked",
           lambda model: (model.start - 8 * HOUR, {"cancelled_at": iso(model.booked - DAY)})),
    _stray("cancelled_long_after_start", "rejected", "cancelled more than 30 days after the start",
           lambda model: (model.start + 33 * DAY, {})),
    _stray("sentinel_date", "rejected", "cancelled before 2000 is no time",
           lambda model: (model.start - 7 * HOUR, {"cancelled_at": _some(SENTINELS, model)})),
)  # fmt: skip
_FEEDBACK = (
    Kind(log="feedback", name="hostile_words", disposition="landed",
         fate="shown as the letters it is made of", make=_hostile_words),
)  # fmt: skip
KINDS = (*_SESSIONS, *_CANCELLATIONS, *_FEEDBACK)
