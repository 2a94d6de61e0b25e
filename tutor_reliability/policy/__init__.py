"""The policy language: a file says what counts, and nothing else does.

`parse` reads a file and refuses it; `model` is what is read; `rows` is how SQL sees it; `describe`
is how people read it. The two built-in policies are files like any other, in `policies/`.

    lines            on which line of a file each key stands
    section          one table of a file, and how it refuses a value or a key
    durations        lengths of time
    envelope         [policy], [market.*]: which text, from when, for whom
    conditions       [clock], [[fault]], [[class]]: rules that look at one session
    excuses          [[excuse]], [excuse_terms], [[amnesty]], [cure]: what forgives
    meters           [[merge]], [[derive]], [[meter]], [rate]: what is counted
    windows          the stretch of a history that a meter looks at
    rules, effects   [[rule]], [newcomers], [status]: what follows for a tutor
    clauses          [[clause]]: every sentence of the published text, and where it lives
    examples         [[example]]: a sentence of the published text, and what it must give
    reading          all tables of one text
    markets, book    a market's own tables over them; all texts that were ever in force
    contradictions   what parses but cannot be meant
"""

from tutor_reliability.policy.model import Book, Policy
from tutor_reliability.policy.parse import load, load_book, parse

__all__ = ["Book", "Policy", "load", "load_book", "parse"]
