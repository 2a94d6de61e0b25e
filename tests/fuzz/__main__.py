"""Try as many inputs as one likes: `python -m tests.fuzz land|read INPUTS [SEED [FOLDER]]`.

`land` takes files of every source all the way into tables, `read` takes exports through their
adapters only. Prints the figures; inputs that show something are kept in the folder, if one is
given.
"""

import sys
import time
from pathlib import Path

from tests.fuzz.campaign import Findings, campaign
from tests.fuzz.reading import reading

_AT_ONCE = 2_000


def main(arguments: list[str]) -> int:
    tries = {"land": campaign, "read": reading}[arguments[0]]
    inputs, seed = int(arguments[1]), int(arguments[2]) if len(arguments) > 2 else 0
    keep = Path(arguments[3]) if len(arguments) > 3 else None
    total = Findings()
    began = time.monotonic()
    for part in range(0, inputs, _AT_ONCE):
        found = tries(min(_AT_ONCE, inputs - part), seed + part)
        total.tried += found.tried
        total.refused += found.refused
        total.rows += found.rows
        for kind, findings in found.all.items():
            total.all[kind].extend(findings)
            for place, (one, what) in enumerate(findings):
                _say(f"{kind}: {one.name}: {what[:300]}")
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{kind}-{seed + part}-{place}-{one.name}").write_bytes(one.data)
        _print(total, time.monotonic() - began)
    return int(any(total.all.values()))


def _print(found: Findings, seconds: float) -> None:
    _say(
        f"inputs {found.tried.total()} (refused as a whole {found.refused.total()}), records "
        f"{found.rows['received']} (rejected {found.rows['rejected']}), crashes "
        f"{len(found.crashes)}, unaccounted {len(found.unaccounted)}, guesses "
        f"{len(found.guesses)}, {seconds:.0f} s"
    )
    _say(f"by source: {', '.join(f'{name} {count}' for name, count in found.tried.items())}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
