"""Answers from the published run: one tutor explained, eligibility, how last night went.

Reads only what `publish` wrote; never the warehouse, so it answers while a night is running.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tutor_reliability.errors import NotFoundError
from tutor_reliability.evidence_answers import EvidenceFound, read_evidence
from tutor_reliability.policy.stated import read_stated
from tutor_reliability.run_facts import RunFacts, read_run

Row = dict[str, object]
_LIKELY_MEANT = 0.85
"""From this likeness of two ids on (Jaro and Winkler, 0 to 1) a slip of the finger is likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Every number behind one tutor's status, each list a table's rows for that tutor."""

    run: RunFacts
    tutor: Row
    eligibility: Row
    rates: list[Row]
    flags: list[Row]
    cases: list[Row]
    evidence: EvidenceFound | None
    incidents: list[Row]
    completed: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionExplanation:
    """Where one session stands: its row of outcomes, if it has one, and what was rejected of it."""

    run: RunFacts
    session_id: str
    session: Row | None
    rejected: list[Row]


class Published:
    """A published run, opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open the run of a folder."""
        self.folder = folder
        self.run: RunFacts = read_run(folder)
        self._con = duckdb.connect(
            config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        self._con.execute("set TimeZone = 'UTC'")

    def rows(self, query: str, values: Mapping[str, object] | None = None) -> list[Row]:
        """Run a query in which `{schema.table}` names a published table."""
        names = {one.stem: one for one in (self.folder / "marts").glob("*.parquet")}
        text = query
        for name, path in names.items():
            quoted = str(path).replace("'", "''")
            text = text.replace("{" + name + "}", f"read_parquet('{quoted}')")
        cursor = self._con.execute(text, dict(values or {}))
        columns = [one[0] for one in cursor.description or []]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def eligibility(self, tutor_id: str | None = None, *, brief: bool = False) -> list[Row]:
        """Give the eligibility of one tutor, or of all; in brief only what a line of it says.

        Raises:
            NotFoundError: The run knows no such tutor.
        """
        asked = _IN_BRIEF if brief else _ELIGIBILITY
        where = "where $tutor is null or tutor_id = $tutor order by tutor_id"
        rows = self.rows(f"{asked} {where}", {"tutor": tutor_id})
        if tutor_id is not None and not rows:
            raise self._unknown(tutor_id)
        return rows

    def explain(self, tutor_id: str) -> Explanation:
        """Gather every number behind one tutor's status, down to the log rows.

        Raises:
            NotFoundError: The run knows no such tutor.
        """
        eligibility = self.eligibility(tutor_id)[0]
        named = {"tutor": tutor_id}
        return Explanation(
            run=self.run,
            tutor=self.rows("select * from {mart.tutors} where tutor_id = $tutor", named)[0],
            eligibility=eligibility,
            rates=self.rows(
                "select * from {mart.tutor_rates} where tutor_id = $tutor order by window_days",
                named,
            ),
            flags=self.rows(
                "select * from {review.flags} where tutor_id = $tutor order by rule", named
            ),
            cases=self.rows(
                "select * from {review.cases} where tutor_id = $tutor order by opened_on, case_id",
                named,
            ),
            evidence=self._evidence(tutor_id),
            incidents=self.rows(_INCIDENTS, named),
            completed=self.rows(_COMPLETED, named),
        )

    def _evidence(self, tutor_id: str) -> EvidenceFound | None:
        """Read the evidence on a tutor; None for a run of an earlier version, without any."""
        if not (self.folder / "marts" / "review.signal_moves.parquet").is_file():
            return None
        policy = json.loads((self.folder / "policy.json").read_text("utf-8"))
        terms = read_stated(policy.get("evidence"))
        return read_evidence(
            self.rows, tutor_id, terms, as_of=self.run.day, timezone=self.run.policy.timezone
        )

    def knows_tutor(self, tutor_id: str) -> bool:
        """Tell whether the run lists a tutor of that name."""
        found = self.rows(
            "select 1 from {mart.tutors} where tutor_id = $tutor", {"tutor": tutor_id}
        )
        return bool(found)

    def explain_session(self, session_id: str) -> SessionExplanation:
        """Gather where one session stands, and every rejected row that names it.

        Raises:
            NotFoundError: No session and no rejected row of the run has this id.
        """
        named = {"session": session_id}
        sessions = self.rows(_ONE_SESSION, named)
        rejected = self.rows(_REJECTED, named)
        if not sessions and not rejected:
            raise self._unknown(session_id, "tutor or session")
        return SessionExplanation(
            run=self.run,
            session_id=session_id,
            session=sessions[0] if sessions else None,
            rejected=rejected,
        )

    def case(self, case_id: str) -> Row:
        """Give a case.

        Raises:
            NotFoundError: The run knows no such case.
        """
        rows = self.rows("select * from {review.cases} where case_id = $case", {"case": case_id})
        if not rows:
            raise NotFoundError(
                f"{case_id}: no such case in run {self.run.run_id}; the review queue lists them"
            )
        return rows[0]

    def session(self, session_id: str) -> Row:
        """Give a session's outcome.

        Raises:
            NotFoundError: The run knows no such session.
        """
        rows = self.rows(
            "select * from {core.session_outcomes} where session_id = $session",
            {"session": session_id},
        )
        if not rows:
            raise NotFoundError(f"{session_id}: no such session in run {self.run.run_id}")
        return rows[0]

    def _unknown(self, tutor_id: str, kind: str = "tutor") -> NotFoundError:
        near = self.rows(
            "select tutor_id, jaro_winkler_similarity(tutor_id, $tutor) as likeness "
            "from {mart.tutors} where likeness >= $likely "
            "order by likeness desc, tutor_id limit 1",
            {"tutor": tutor_id, "likely": _LIKELY_MEANT},
        )
        hint = f"; did you mean {near[0]['tutor_id']}?" if near else ""
        return NotFoundError(f"{tutor_id}: no such {kind} in run {self.run.run_id}{hint}")


_ELIGIBILITY = """
select found.*, tutor.display_name from {mart.assignment_eligibility} as found
left join {mart.tutors} as tutor using (tutor_id)
"""
_IN_BRIEF = """
select tutor_id, new_students, existing_students, trial_students, reasons, until, way_back
from {mart.assignment_eligibility}
"""
_SESSIONS = """
select
    outcome.session_id, outcome.tutor_id, outcome.session_day, outcome.scheduled_start,
    outcome.event, outcome.outcome, outcome.notice_hours, outcome.notice, outcome.blame,
    outcome.initiator, outcome.reason_code,
    outcome.channel, outcome.excuse, outcome.excused, outcome.excused_from, outcome.cured_by,
    outcome.provisional, outcome.settles_at, outcome.policy_id, outcome.policy_version,
    outcome.market,
    outcome.in_exposure, outcome.in_late,
    session_file.file as session_file, outcome.session_line,
    cancellation_file.file as cancellation_file, outcome.cancellation_line
from {core.session_outcomes} as outcome
left join {raw.deliveries} as session_file on outcome.session_delivery = session_file.delivery_id
left join {raw.deliveries} as cancellation_file
    on outcome.cancellation_delivery = cancellation_file.delivery_id
"""
_IN_ORDER = " order by outcome.session_day, outcome.scheduled_start, outcome.session_id"
_OF_TUTOR = f"{_SESSIONS}where outcome.tutor_id = $tutor and outcome.event"
_INCIDENTS = f"{_OF_TUTOR} <> 'completed'{_IN_ORDER}"
_COMPLETED = f"{_OF_TUTOR} = 'completed'{_IN_ORDER}"
_ONE_SESSION = f"{_SESSIONS}where outcome.session_id = $session"

_REJECTED = r"""
select log, file, line, reason, detail, row
from {raw.rejected_rows}
where
    contains(row, $session)
    and regexp_matches(
        row, '(^|[^A-Za-z0-9_.-])' || regexp_escape($session) || '($|[^A-Za-z0-9_.-])'
    )
order by file, line
"""
