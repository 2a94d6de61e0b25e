"""Every figure of a side detector is given again by published rows, and a wrong one is named."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from tests.models.side_worlds import (
    BOOK,
    NIGHT,
    PEERS,
    Diary,
    all_cases,
    found,
    in_students_names,
    peers,
    quiet,
)
from tutor_reliability.evidence.rows import Signal
from tutor_reliability.evidence_again.figures import Figure
from tutor_reliability.evidence_again.found import figures_of, of_signal
from tutor_reliability.evidence_answers import EvidenceFound, read_evidence
from tutor_reliability.night import Night
from tutor_reliability.publish import MARTS, write_marts

SIDES = {
    "near_line": "line sitter",
    "student_cancels": "proxy",
    "emergency_habit": "time and again",
    "reschedule_churn": "mover",
    "reschedule_chain": "from session to session",
    "quiet_pairs": "quiet",
}
"""The signals, with a tutor each of whom the chance is of note."""


@dataclass
class Readers:
    """Who reads what a night published, and nothing else."""

    world: object
    folder: object
    night: Night

    def rows(self, query: str, values) -> list[dict[str, object]]:
        for name in MARTS:
            path = self.folder / "marts" / f"{name}.parquet"
            query = query.replace("{" + name + "}", f"read_parquet('{path}')")
        cursor = self.world.opened.con.execute(query, dict(values))
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def evidence(self, tutor: str) -> EvidenceFound:
        return read_evidence(
            self.rows, tutor, BOOK.newest.evidence, as_of=self.night.as_of, timezone="UTC"
        )

    def tutors(self) -> list[str]:
        rows = self.rows("select distinct tutor_id from {review.signals} order by all", {})
        return [row["tutor_id"] for row in rows]


def published(world, folder, night: Night = NIGHT) -> Readers:
    (folder / "marts").mkdir(parents=True)
    write_marts(world.opened, folder, as_of=night.as_of)
    return Readers(world, folder, night)


@pytest.fixture(scope="module")
def readers(shared_world, tmp_path_factory) -> Readers:
    found(shared_world, all_cases())
    return published(shared_world, tmp_path_factory.mktemp("published"))


def figures(evidence: EvidenceFound, signal: str) -> list[Figure]:
    (row,) = of_signal(evidence.signals, signal)
    return figures_of(evidence, Signal.of(row))


def wrong(evidence: EvidenceFound, signal: str) -> set[str]:
    return {one.name for one in figures(evidence, signal) if not one.agrees}


def told(evidence: EvidenceFound, table: str, signal: str, **facts) -> EvidenceFound:
    """Let the table tell something else of the last row of a signal."""
    rows = list(getattr(evidence, table))
    at = max(place for place, row in enumerate(rows) if row["signal"] == signal)
    rows[at] = {
        **rows[at],
        **{name: fact(rows[at][name]) for name, fact in facts.items()},
    }
    return replace(evidence, **{table: rows})


def test_published_rows_give_every_figure_of_everybody(readers) -> None:
    named: dict[str, set[str]] = {}
    for tutor in readers.tutors():
        evidence = readers.evidence(tutor)
        for row in evidence.signals:
            if row["signal"] in SIDES:
                assert wrong(evidence, row["signal"]) == set(), (tutor, row["signal"])
                names = {one.name for one in figures(evidence, row["signal"])}
                named.setdefault(row["signal"], set()).update(names)

    assert named.keys() == SIDES.keys()
    for signal, names in named.items():
        assert names >= {"events", "trials", "expected of peers", "chance", "students"}
        assert any(name.endswith(" excused") for name in names)
        assert f"chance on {NIGHT.as_of}" in names
        is_rate = signal != "reschedule_chain"
        assert ({"rate from", "rate to", "where peers are, once in"} <= names) == is_rate


@pytest.mark.parametrize("signal", SIDES)
@pytest.mark.parametrize(
    ("column", "planted", "named"),
    [
        ("events", lambda one: one + 1, "events"),
        ("trials", lambda one: one + 1, "trials"),
        ("reference", lambda one: one * 1.01, "expected of peers"),
        ("chance", lambda one: one - 2e-4, "chance"),
        ("students", lambda one: one + 1, "students"),
        ("spells", lambda one: one + 1, "spells"),
        ("spell_sessions", lambda one: one + 2, "sessions in spells"),
    ],
)
def test_a_wrong_figure_of_the_table_is_named(readers, signal, column, planted, named) -> None:
    evidence = readers.evidence(SIDES[signal])
    planted = told(evidence, "signals", signal, **{column: planted})

    assert named in wrong(planted, signal) <= {named, "expected of peers"}


@pytest.mark.parametrize("signal", [one for one in SIDES if one != "reschedule_chain"])
@pytest.mark.parametrize(
    ("column", "planted", "named"),
    [
        ("rate", lambda one: one + 2e-4, "expected rate"),
        ("rate_low", lambda one: one + 2e-4, "rate from"),
        ("rate_high", lambda one: one - 2e-4, "rate to"),
        ("once_in", lambda one: one * 1.01, "where peers are, once in"),
    ],
)
def test_a_wrong_range_is_named(readers, signal, column, planted, named) -> None:
    planted = told(readers.evidence(SIDES[signal]), "signals", signal, **{column: planted})

    assert wrong(planted, signal) == {named}


@pytest.mark.parametrize("signal", SIDES)
def test_a_wrong_excuse_and_a_wrong_past_are_named(readers, signal) -> None:
    evidence = readers.evidence(SIDES[signal])
    session = of_signal(evidence.events, signal)[-1]["session_id"]

    excused = told(evidence, "events", signal, chance_without=lambda one: abs(one - 0.5))
    assert wrong(excused, signal) == {f"were {session} excused"}
    counted = told(evidence, "events", signal, event=lambda one: one + 1)
    assert wrong(counted, signal) == {f"{session} counts"}
    past = told(evidence, "points", signal, chance=lambda one: abs(one - 0.5))
    assert wrong(past, signal) == {f"chance on {NIGHT.as_of}"}
    before = told(evidence, "points", signal, events=lambda one: one + 1)
    assert wrong(before, signal) == {f"events on {NIGHT.as_of}"}


@pytest.mark.parametrize("signal", [*SIDES])
def test_a_row_that_is_gone_is_missed(readers, signal) -> None:
    """A session that a signal rests on, or a move, is in no published row."""
    evidence = readers.evidence(SIDES[signal])
    gone = of_signal(evidence.events, signal)[0]["session_id"]
    less = replace(
        evidence,
        sessions=[one for one in evidence.sessions if one.session_id != gone],
        moves=[one for one in evidence.moves if one["session_id"] != gone],
    )

    assert {"events", "sessions listed", f"were {gone} excused"} <= wrong(less, signal)


def test_what_a_student_does_elsewhere_is_in_the_rows(readers) -> None:
    evidence = readers.evidence("they do so everywhere")
    alone = [one for one in evidence.sessions if one.tutor_id not in PEERS]

    assert wrong(replace(evidence, sessions=alone), "student_cancels") >= {"expected of peers"}


@pytest.mark.parametrize(
    ("signal", "whose", "column", "named"),
    [
        ("near_line", "near_line", "usual_near", "chance"),
        ("near_line", "near_line", "usual", "expected of peers"),
        ("emergency_habit", "emergency_habit", "usual", "expected of peers"),
        ("reschedule_churn", "reschedule_churn", "rate", "expected rate"),
        ("student_cancels", "students", "rate", "expected of peers"),
        ("student_cancels", "student_cancels", "shape", "expected rate"),
        ("quiet_pairs", "quiet_pairs", "usual", "expected of peers"),
    ],
)
def test_another_prior_gives_another_figure(readers, signal, whose, column, named) -> None:
    evidence = told(
        readers.evidence(SIDES[signal]), "priors", whose, **{column: lambda one: one * 1.5}
    )

    assert named in wrong(evidence, signal)


def test_a_move_of_another_lesson_is_none_of_the_chain(readers) -> None:
    evidence = readers.evidence("from session to session")
    unlinked = [{**one, "moved_to": None} for one in evidence.moves]

    assert {"events", "chance"} <= wrong(replace(evidence, moves=unlinked), "reschedule_chain")


def long_ago(diary: Diary) -> None:
    """Write pairs that last met more than a year ago, but for one lesson that the tutor cancels."""
    for number in range(8):
        student = f"q{number}"
        for day in range(4):
            diary.session("T", student, day)
            diary.session("T", f"held{number}", 3 * day)
        diary.session(PEERS[number], f"held{number}", 12)
        diary.cancelled("T", student, 195, 48)
        diary.session(PEERS[number], student, 205)


def test_sessions_from_before_the_days_published_are_there_for_pairs(world, tmp_path) -> None:
    diary = Diary()
    peers(diary)
    quiet(diary, "other", goes_on=True, returns=False)
    in_students_names(diary, "names")
    long_ago(diary)
    night = Night(as_of=date(2027, 6, 10), timezone="UTC")
    rows = found(world, diary, night=night)
    readers = published(world, tmp_path / "run", night)
    evidence = readers.evidence("T")
    older = [one for one in evidence.sessions if one.is_older]

    assert rows["T", "quiet_pairs"]["events"] == 8
    assert len(older) >= 8 * 4
    assert wrong(evidence, "quiet_pairs") == set()
    none = replace(evidence, sessions=[one for one in evidence.sessions if not one.is_older])
    assert {"events", "trials"} <= wrong(none, "quiet_pairs")


def test_only_lessons_of_those_who_move_often_are_published(readers) -> None:
    rows = readers.rows("select distinct tutor_id from {review.signal_moves}", {})
    of_note = readers.rows(
        "select distinct tutor_id from {review.signals} where signal like 'reschedule%'", {}
    )

    assert {row["tutor_id"] for row in rows} == {row["tutor_id"] for row in of_note}
    assert readers.rows("from {review.older_sessions}", {}) == []
