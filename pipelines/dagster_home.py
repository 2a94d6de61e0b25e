"""Dagster's folder in a home, with settings that keep it quiet and at home.

`python -m pipelines.dagster_home FOLDER` makes it before Dagster itself starts there.
"""

import json
import os
import sys
from pathlib import Path

_OURS = "# Written by tutor-reliability"
_SETTINGS = f"""{_OURS}; nothing here calls home.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
event_log_storage:
  module: pipelines.event_log
  class: OpenEventLog
  config:
    base_dir: {{history}}
"""


def prepare(folder: Path) -> None:
    """Make the folder with its settings, and point this process at it; a person's own stay."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "dagster.yaml"
    written = settings.read_text(encoding="utf-8") if settings.exists() else _OURS
    if written.startswith(_OURS):
        history = json.dumps(str(folder.resolve() / "history" / "runs"))
        settings.write_text(_SETTINGS.format(history=history), encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(folder.resolve())


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
