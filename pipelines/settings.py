"""Where things are: the only reader of the environment."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quality import limits
from tutor_reliability.engines.choice import IN_WAREHOUSE, Choice

# Matrices here are tiny: threads of the linear algebra only wait for each other, and on a busy
# machine that was five times the work itself. It is read once, when numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the home and the logs are, and which policy, source file and engine are meant."""

    home: Path
    logs: Path
    policy: str
    source: str
    engine: Choice = IN_WAREHOUSE

    def night(self, as_of: str) -> dict[str, Any]:
        """Give the configuration of the night resource; '' asks for the last day covered."""
        return {
            "home": str(self.home.resolve()),
            "logs": str(self.logs.resolve()),
            "policy": self.policy,
            "source": self.source,
            "as_of": as_of,
            "engine": self.engine.name,
            "spark_master": self.engine.master,
            "spark_folder": self.engine.folder,
            "spark_conf": dict(self.engine.conf),
            "java": self.engine.java,
            "burst_limits": limits.bursts(),
        }


def from_environment() -> Settings:
    """Read TUTOR_RELIABILITY_HOME, _LOGS, _POLICY, _SOURCE and _ENGINE, and Spark's SPARK_MASTER.

    Each has a default.
    """
    return Settings(
        home=Path(os.environ.get("TUTOR_RELIABILITY_HOME", "var")),
        logs=Path(os.environ.get("TUTOR_RELIABILITY_LOGS", "data/sample")),
        policy=os.environ.get("TUTOR_RELIABILITY_POLICY", "itutor"),
        source=os.environ.get("TUTOR_RELIABILITY_SOURCE", ""),
        engine=Choice(
            name=os.environ.get("TUTOR_RELIABILITY_ENGINE", "duckdb"),
            master=os.environ.get("SPARK_MASTER", "local[*]"),
            java=_java(),
        ),
    )


def _java() -> str:
    """Give the Java that Spark will start: that of JAVA_HOME, else the first on the PATH."""
    named = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{named}/bin" if named else None) or ""
