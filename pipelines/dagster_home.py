"""Dagster's folder in a home, with settings that keep it quiet, cheap and at home.

`python -m pipelines.dagster_home FOLDER` makes it before Dagster itself starts there.
"""

import os
import sys
from pathlib import Path

QUIET = """# Written by tutor-reliability; nothing here calls home.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
"""
"""What an earlier version wrote, storage left to Dagster."""
NO_OUTPUT = """# No step prints; catching what it might would start two processes a run.
compute_logs:
  module: dagster.core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""
SETTINGS = f"""{QUIET}{NO_OUTPUT}\
# Dagster's own files, kept open: without this section Dagster reads and writes the same ones.
storage:
  custom:
    module: pipelines.dagster_storage
    class: OpenFilesStorage
    config:
      base_dir:
        env: DAGSTER_HOME
"""


def prepare(folder: Path) -> None:
    """Make the folder with its settings, and point this process at it.

    Settings that somebody has changed stay; those of an earlier version are written anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "dagster.yaml"
    if not settings.exists() or settings.read_text(encoding="utf-8") == QUIET:
        settings.write_text(SETTINGS, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder.resolve())


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
