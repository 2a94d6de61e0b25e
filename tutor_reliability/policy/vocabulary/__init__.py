"""Every word of the policy language, once: tables, keys, kinds, defaults, meaning, an example.

The JSON Schema is made from here, the reference in `docs/policy-language.md` is held to it, and
so is what the parser knows.

    shape      what a key and a table are
    sessions   the text, the clock, whose doing it was, what it is called
    excuses    what forgives
    meters     what is counted of a tutor
    evidence   how a current rate is weighed
    rules      what follows
    examples   sentences of the text, and worked examples
"""

from tutor_reliability.policy.vocabulary import evidence, excuses, meters, rules, sessions
from tutor_reliability.policy.vocabulary.examples import CLAUSE, EXAMPLE
from tutor_reliability.policy.vocabulary.shape import REQUIRED, Key, Table

TABLES: tuple[Table, ...] = (
    sessions.POLICY,
    sessions.CLOCK,
    sessions.FAULT,
    sessions.CLASS,
    excuses.REASON,
    excuses.EXCUSE,
    excuses.EXCUSE_TERMS,
    excuses.AMNESTY,
    excuses.CURE,
    meters.MERGE,
    meters.DERIVE,
    meters.METER,
    meters.RATE,
    evidence.EVIDENCE,
    rules.RULE,
    rules.NEWCOMERS,
    rules.STATUS,
    rules.MARKET,
    CLAUSE,
    EXAMPLE,
)
"""The tables of a file, in the order in which one would write them."""

INNER: dict[str, Table] = {one.name: one for one in (sessions.HOURS, meters.WINDOW, rules.AT)}
"""Tables that a key may hold instead of a simple value."""

__all__ = ["INNER", "REQUIRED", "TABLES", "Key", "Table"]
