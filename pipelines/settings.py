"""Where things are: the only reader of the environment."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality import limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the home and the logs are, and which policy and source file are meant."""

    home: Path
    logs: Path
    policy: str
    source: str

    def night(self, as_of: str) -> dict[str, Any]:
        """Give the configuration of the night resource; '' asks for the last day covered."""
        return {
            "home": str(self.home.resolve()),
            "logs": str(self.logs.resolve()),
            "policy": self.policy,
            "source": self.source,
            "as_of": as_of,
            "burst_limits": limits.bursts(),
        }


def from_environment() -> Settings:
    """Read TUTOR_RELIABILITY_HOME, _LOGS, _POLICY and _SOURCE; each has a default."""
    return Settings(
        home=Path(os.environ.get("TUTOR_RELIABILITY_HOME", "var")),
        logs=Path(os.environ.get("TUTOR_RELIABILITY_LOGS", "data/sample")),
        policy=os.environ.get("TUTOR_RELIABILITY_POLICY", "itutor"),
        source=os.environ.get("TUTOR_RELIABILITY_SOURCE", ""),
    )
