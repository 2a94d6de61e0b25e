"""The facts of a published run: which night, by which policy, and whether it can be trusted."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from tutor_reliability.errors import HomeStateError

FILE = "run.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """How the checks stand: green, amber (warnings only) or red (a blocking one failed)."""

    state: str
    failed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """What readers need to know of the policy in force, its line and limit among it."""

    id: str
    title: str
    version: str
    fingerprint: str
    source: str
    contact: str
    timezone: str
    effective_from: str
    line_hours: float
    limit: float
    min_volume: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """One run, as in its run.json; days as ISO dates, counts of log rows by what became of them.

    `trusted_as_of` is `as_of` unless the gate is red; then the last trusted night, or None.
    """

    run_id: str
    as_of: str
    trusted_as_of: str | None
    policy: PolicyFacts
    gate: Gate
    counts: dict[str, int]
    previous_run_id: str | None = None
    schema_version: int = SCHEMA_VERSION

    @property
    def day(self) -> date:
        """The last day that counts."""
        return date.fromisoformat(self.as_of)

    def as_values(self) -> dict[str, object]:
        """Give the facts ready for JSON."""
        return asdict(self)


def read_run(folder: Path) -> RunFacts:
    """Read the facts of a published run.

    Raises:
        HomeStateError: The file is missing, damaged, or of another version.
    """
    path = folder / FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return RunFacts(
            **{**values, "policy": PolicyFacts(**values["policy"]), "gate": Gate(**values["gate"])}
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise HomeStateError(
            f"{path}: cannot be read as a run of this version: {error}; run the night again"
        ) from None


def write_json(path: Path, values: Mapping[str, object]) -> None:
    """Write JSON with stable bytes."""
    path.write_text(
        json.dumps(values, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8"
    )
