"""Sessions of which one row says all, judged by what they are alike in.

A session is plain where the log has one version of it and no cancellation, message or decision
names it. What the policy can ask of such a session is little: how it stands, its kind, a few
flags, the text in force on its day. Plain sessions alike in all of that share a pattern. The models
judge one session of each pattern as they judge any; the others get its verdict, with ids and times
of their own. A pattern is left to the models, session by session, where one session may be judged
otherwise than the next: an agreed rebooking may cure it, or an amnesty cover it.

Ids are compared by hashes here, so that a session may be taken for odd that is plain, and
never the other way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from tutor_reliability import plain_sql
from tutor_reliability.warehouse import Opened

_ALL = 2**62
_MADE = ("odd", "markets", "texts", "patterns", "judged", "verdicts")


@dataclass(slots=True)
class Plain:
    """The plain sessions of a warehouse, brought to a night."""

    EXAMPLES: ClassVar = plain_sql.EXAMPLES
    OTHERS: ClassVar = plain_sql.BATCHES
    ALL_OTHERS: ClassVar = plain_sql.ONE_BATCH
    JUDGED: ClassVar = "plain_judged"

    opened: Opened
    values: Mapping[str, object]

    def find(self) -> None:
        """Tell plain sessions from the others, and which patterns they share."""
        for sql in (plain_sql.ODD, plain_sql.MARKETS, plain_sql.TEXTS, plain_sql.PATTERNS):
            self._run(sql)

    def learn(self) -> None:
        """Take the verdict of each pattern from its example; what has none is plain no more."""
        self._run(plain_sql.VERDICTS)
        (without,) = self.opened.row(plain_sql.WITHOUT)
        if without:
            self._run(plain_sql.UNLIKE)

    def fill(self, first: int, until: int) -> None:
        """Add to core.session_outcomes the plain sessions among some rows of raw.sessions."""
        self._run(plain_sql.FILL, first=first, until=until)

    def drop(self) -> None:
        """Let go of what was in between."""
        for name in _MADE:
            self._run(f"drop table if exists plain_{name}")

    def _run(self, sql: str, *, first: int = 0, until: int = _ALL) -> None:
        given = {**self.values, "first": first, "until": until}
        asked = {name: given[name] for name in re.findall(r"\$([a-z_]+)", sql)}
        self.opened.con.execute(sql, asked)
