"""What a person can act on: one class a kind of mistake, one exit code a class.

    ReliabilityError                 1   base; never raised itself
    ├── UsageError                   2   a flag or argument that cannot be meant
    ├── LogError                     3   a log that is missing or cannot be read at all
    ├── ContractError                4   a log that lacks what the data contract requires
    ├── PolicyError                  5   a policy file that does not say what a policy must
    ├── SourceError                  6   a source file that does not say how to read the logs
    ├── GateClosedError              7   the run ended, but a blocking check is red
    ├── HomeBusyError                8   another run holds this home
    ├── HomeStateError               9   the home lacks what the command needs, or is damaged
    ├── NotFoundError               10   no such tutor, case or session in the published run
    └── EngineError                 11   the engine asked for is not installed or does not start

Each prints as one line without a traceback: what, where, what was expected, what to do. Anything
else that is raised is a bug and shows its traceback.
"""


class ReliabilityError(Exception):
    """A mistake that the person at the keyboard can mend."""

    exit_code = 1


class UsageError(ReliabilityError):
    """A flag or argument that cannot be meant."""

    exit_code = 2


class LogError(ReliabilityError):
    """A log that is missing or cannot be read at all."""

    exit_code = 3


class ContractError(ReliabilityError):
    """A log that lacks what the data contract requires."""

    exit_code = 4


class PolicyError(ReliabilityError):
    """A policy file that does not say what a policy must."""

    exit_code = 5


class SourceError(ReliabilityError):
    """A source file that does not say how to read the logs."""

    exit_code = 6


class GateClosedError(ReliabilityError):
    """The run ended, but a blocking check is red: nobody was flagged anew."""

    exit_code = 7


class HomeBusyError(ReliabilityError):
    """Another run holds this home."""

    exit_code = 8


class HomeStateError(ReliabilityError):
    """The home lacks what the command needs, or is damaged."""

    exit_code = 9


class NotFoundError(ReliabilityError):
    """No such tutor, case or session in the published run."""

    exit_code = 10


class EngineError(ReliabilityError):
    """The engine asked for is not installed or does not start."""

    exit_code = 11
