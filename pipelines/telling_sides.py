"""How `explain` tells what a side detector rests on beside sessions: peers, pairs, moves."""

from collections.abc import Iterator
from datetime import date

from pipelines.harmless import harmless
from tutor_reliability.evidence.sentences import counted
from tutor_reliability.evidence_again.found import known_of, newest, number, of_signal
from tutor_reliability.evidence_again.student_cancels import StudentCancels, expected_of
from tutor_reliability.evidence_answers import EvidenceFound
from tutor_reliability.sentences import percent
from tutor_reliability.tables.values import MOVE_SIGNALS, STUDENTS


def side_lines(
    found: EvidenceFound, signal: str, *, as_of: date, tutor_id: str, everything: bool
) -> Iterator[str]:
    """Tell what a side detector rests on.

    Args:
        found: The evidence.
        signal: What it looks for.
        as_of: The night.
        tutor_id: The tutor.
        everything: Whether to list each pair and each move.
    """
    yield from _peers(found, signal)
    if everything and signal == "student_cancels":
        yield from _pairs(found, tutor_id, as_of)
    if everything and signal in MOVE_SIGNALS:
        yield from _moves(found)


def _peers(found: EvidenceFound, signal: str) -> Iterator[str]:
    """Say what is usual tonight, and that it is taken as it is."""
    learnt = newest(of_signal(found.priors, signal))
    if learnt and learnt[0]["usual"] is not None:
        near = learnt[0]["usual_near"]
        among = f"; of those around the line {percent(number(near))}" if near is not None else ""
        yield (
            f"    Usual among peers, from data to {learnt[0]['fitted_until']}: "
            f"{number(learnt[0]['usual']):.5f} a trial{among}"
        )


def _pairs(found: EvidenceFound, tutor_id: str, as_of: date) -> Iterator[str]:
    known = known_of(found, tutor_id, as_of)
    side = StudentCancels(known, known.expected("student_cancels"), known.expected(STUDENTS))
    yield "    Pairs: late of all here, late of all elsewhere, expected here"
    for student, pair in side.pairs(as_of).items():
        yield (
            f"      {harmless(student)}  {pair.late} of {pair.sessions}  {pair.late_elsewhere} of "
            f"{pair.sessions_elsewhere}  {expected_of(pair, side.students):.3f}"
        )


def _moves(found: EvidenceFound) -> Iterator[str]:
    yield f"    Moves of these lessons: {counted(float(len(found.moves)))}"
    for row in found.moves:
        after = "in place" if row["moved_to"] is None else f"to {harmless(row['moved_to'])}"
        place = f"  [{row['file']}:{row['line']}]" if row["file"] else ""
        yield (
            f"      {row['moved_on']}  {harmless(row['session_id'])} {after}, lesson "
            f"{harmless(row['lesson'])}, by {harmless(row['tutor_id'])}{place}"
        )
