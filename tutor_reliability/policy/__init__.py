"""The policy language: a file says what counts, and nothing else does.

`parse` reads a file and refuses it; `model` is what is read; `rows` is how SQL sees it; `describe`
is how people read it. The two built-in policies are files like any other, in `policies/`.

    section          one table of a file, and how it refuses a value or a key
    durations        lengths of time
    conditions       [[fault]] and [[class]]: rules that look at one session
    excuses          [[excuse]], [excuse_terms], [cure]: what forgives
    meters           [[meter]], [rate]: what is counted
    rules            [[rule]], [status]: what follows for a tutor
    contradictions   what parses but cannot be meant
"""

from tutor_reliability.policy.model import Policy
from tutor_reliability.policy.parse import load, parse

__all__ = ["Policy", "load", "parse"]
