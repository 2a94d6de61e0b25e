"""The policy language: a file says what counts, and nothing else does.

`parse.load` reads and refuses; `model` is what is read; `rows` is how SQL sees it; `describe` is
how people read it. The two built-in policies are files like any other, in `policies/`.
"""

from tutor_reliability.policy.model import Policy
from tutor_reliability.policy.parse import load, parse

__all__ = ["Policy", "load", "parse"]
