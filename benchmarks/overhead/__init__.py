"""What a night costs before it does anything, and what a command does before it answers.

On a marketplace of five tutors:

- night: a first night in a new home, whole, in a process of its own. Its figures say whose the CPU
  seconds were: imports by library, Dagster's run and its history, Great Expectations, SQL, pages;
- again: the same night once more in the same home.

Each a process of its own:

- command: help, policy show, policy check, and, of a home with as many tutors as asked for, status,
  eligibility of all and explain of the one with most flags;
- floor: Python that does nothing, and Python that imports DuckDB or Polars alone.
"""

from benchmarks.job import Benchmark, Job

FEW = 5
"""Tutors of the night whose work is next to nothing."""
_FLOOR = {"python": "", "duckdb": "import duckdb", "polars": "import polars"}
_COMMANDS = {
    "help": "--help",
    "policy show": "policy show itutor",
    "policy check": "policy check itutor",
    "status": "status",
    "eligibility": "eligibility",
    "explain": "explain",
}
_OF_A_HOME = ("status", "eligibility", "explain")


def _jobs(tutors: int) -> list[Job]:
    # What homes are made with would stand in the account of `owners`, which lies beside it.
    from benchmarks.overhead.homes import home_of, one_of  # noqa: PLC0415

    home_of(FEW)
    home = home_of(tutors)
    started = [
        Job(
            name="floor",
            case={"start of": name},
            function="benchmarks.overhead.work:python",
            arguments={"code": code},
        )
        for name, code in _FLOOR.items()
    ]
    asked = [
        Job(
            name="command",
            case={"command": name} | ({"tutors": tutors} if name in _OF_A_HOME else {}),
            function="benchmarks.overhead.work:command",
            arguments={
                "words": words + (f" {one_of(home)}" if name == "explain" else ""),
                "home": str(home) if name in _OF_A_HOME else "",
            },
        )
        for name, words in _COMMANDS.items()
    ]
    nights = [
        Job(
            name=name,
            case={"tutors": FEW},
            function=f"benchmarks.overhead.work:{name}",
            arguments={},
        )
        for name in ("night", "again")
    ]
    return [*nights, *started, *asked]


benchmark = Benchmark(
    name="overhead",
    ours="night",
    sizes=(20_000,),
    jobs=_jobs,
    apart=("again", "floor", "command"),
)
