"""What figures depend on beside the code: the machine, how busy it was, the versions."""

import os
import platform
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks.job import ROOT

_LIBRARIES = ("duckdb", "polars", "dagster", "great-expectations")
_EXTRAS = ("pyspark",)
_GIB = 1 << 30


def facts() -> dict[str, object]:
    """Describe the machine and the code; nothing in it names the one or its owner."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "ram_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB, 1),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "load": [round(one, 2) for one in os.getloadavg()],
        "python": platform.python_version(),
        "versions": {name: version(name) for name in (*_LIBRARIES, *filter(find_spec, _EXTRAS))},
        "commit": _git("rev-parse", "--short", "HEAD"),
        "changed": bool(_git("status", "--porcelain", "--untracked-files=no")),
    }


def _cpu() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _git(*words: str) -> str:
    asked = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip()
