"""One run of one job: a process that reads the job from standard input and prints what it cost."""

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path

_STATUS = Path("/proc/self/status")
_KILO = 1024


def cpu_seconds() -> float:
    """Give the CPU seconds of this process and of children that have ended, all threads."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def peak_mb() -> float:
    """Give the most memory that this process, or the largest child that ended, had resident: MB.

    Linux hands the parent's peak down as the child's ru_maxrss, so that its own is asked for.
    """
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _KILO
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return max(int(line.split()[1]) / _KILO, child)
    return max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILO, child)


def main() -> None:
    """Run the job; what it imports to begin with is not counted."""
    job = json.load(sys.stdin)
    module, name = job["function"].split(":")
    function = getattr(import_module(module), name)
    cpu, wall = cpu_seconds(), time.perf_counter()
    figures = function(**job["arguments"])
    cost = {
        "cpu_s": cpu_seconds() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": peak_mb(),
        "figures": figures or {},
    }
    sys.stdout.write("\n" + json.dumps(cost) + "\n")


if __name__ == "__main__":
    main()
