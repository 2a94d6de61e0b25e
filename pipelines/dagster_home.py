"""Dagster's folder in a home, with settings that keep it quiet and at home.

`python -m pipelines.dagster_home FOLDER` makes it before Dagster itself starts there.
"""

import os
import sys
from pathlib import Path

SETTINGS = """# Written by tutor-reliability; nothing here calls home.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
"""


def prepare(folder: Path) -> None:
    """Make the folder with its settings, and point this process at it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "dagster.yaml"
    if not settings.exists():
        settings.write_text(SETTINGS, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder.resolve())


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
