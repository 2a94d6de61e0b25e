"""Read the [[clause]] tables: sentences of a published text, and where in the file they live."""

from tutor_reliability.hints import nearest
from tutor_reliability.policy.model import Clause
from tutor_reliability.policy.section import Section
from tutor_reliability.tables import LOGS

_BY_NAME = {"class": "name", "meter": "name", "rule": "name", "amnesty": "name", "derive": "to"}
_BY_KEY = ("policy", "clock", "reason", "excuse_terms", "cure", "rate", "newcomers", "status")
_WHOLE = ("fault", "excuse", "merge", "cure", "newcomers")


def read_clause(section: Section, top: Section) -> Clause:
    """Read a [[clause]] of the file."""
    clause = Clause(
        number=section.text("no"),
        text=section.text("text"),
        lives_in=section.texts("lives_in"),
        why=section.text("why", ""),
    )
    known = _places(top)
    for place in clause.lives_in:
        if place not in known:
            raise section.fail(
                "lives_in",
                "tables and keys that this file has, such as class.NAME or clock.line; it has no "
                f"{place!r}{nearest(place, known)}",
            )
    if not clause.lives_in and not clause.why:
        raise section.fail("why", "why the sentence lives nowhere in this file")
    section.done()
    return clause


def _places(top: Section) -> list[str]:
    """Name all that a sentence can live in: what the file has, and what the logs tell."""
    found = [name for name in _WHOLE if top.has(name)]
    for table, name in _BY_NAME.items():
        rows = top.raw(table)
        if isinstance(rows, list):
            found += [f"{table}.{row.get(name)}" for row in rows if isinstance(row, dict)]
    for table in _BY_KEY:
        keys = top.raw(table)
        if isinstance(keys, dict):
            found += [f"{table}.{key}" for key in keys]
    columns = {column.name for log in LOGS.values() for column in log.columns}
    return [*found, *(f"log.{one}" for one in sorted({*LOGS, *columns}))]
