"""The command line: `tutor-reliability`.

Each command imports what it needs when it runs, so that the quick ones stay quick.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from pipelines import engine_flags, settings
from tutor_reliability.errors import ReliabilityError, UsageError
from tutor_reliability.ledger import ACTIONS, EVENTS

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code.

    A person's mistake prints one line and ends with the code of its class; a bug shows its
    traceback.
    """
    asked = _parser().parse_args(arguments)
    command: Command = asked.command
    try:
        return command(asked)
    except ReliabilityError as error:
        print(f"tutor-reliability: {error}", file=sys.stderr)  # noqa: T201 - the one line
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    where = settings.from_environment()
    parser = argparse.ArgumentParser(
        prog="tutor-reliability",
        description="How reliable each tutor is, how sure we are, and who should take a look.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands, where)
    _add_answers(commands, where)
    _add_decide(commands, where)
    _add_policy(commands)
    _add_sources(commands, where)
    _add_simulate(commands)
    return parser


def _add_run(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", where: settings.Settings
) -> None:
    run = commands.add_parser("run", help="land the logs, judge, flag and publish one night")
    run.add_argument(
        "--logs", type=Path, default=where.logs, help="folder with the logs (default: %(default)s)"
    )
    run.add_argument(
        "--policy",
        default=where.policy,
        help="policy by its name, built in or of the gallery, or a .toml file "
        "(default: %(default)s)",
    )
    run.add_argument(
        "--source",
        default=where.source,
        metavar="NAME|FILE.toml",
        help="source that reads what several claim; `sources` lists them",
    )
    run.add_argument(
        "--as-of",
        default="",
        metavar="DATE",
        help="last day that counts; default: the last day the logs cover",
    )
    run.add_argument("--json", action="store_true", help="progress and summary as JSON lines")
    run.add_argument(
        "--check-everything", action="store_true", help="ask every check of all rows there are"
    )
    engine_flags.add(run, where)
    _home(run, where)
    run.set_defaults(command=_run)


def _add_answers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", where: settings.Settings
) -> None:
    explain = commands.add_parser(
        "explain",
        help="every number behind one tutor's status, down to log rows; or why one session counts",
    )
    explain.add_argument("subject", metavar="TUTOR_ID|SESSION_ID")
    explain.add_argument(
        "--all", action="store_true", help="list the sessions that took place, too"
    )
    explain.add_argument("--json", action="store_true", help="as JSON")
    _home(explain, where)
    explain.set_defaults(command=_explain)
    eligibility = commands.add_parser(
        "eligibility", help="what may be offered to one tutor, or to all"
    )
    eligibility.add_argument("tutor", metavar="TUTOR_ID", nargs="?")
    eligibility.add_argument("--format", choices=("table", "json", "csv"), default="table")
    _home(eligibility, where)
    eligibility.set_defaults(command=_eligibility)
    status = commands.add_parser("status", help="how the last night went")
    _home(status, where)
    status.set_defaults(command=_status)


def _add_decide(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", where: settings.Settings
) -> None:
    decide = commands.add_parser("decide", help="record a named person's decision")
    decide.add_argument("action", choices=ACTIONS)
    decide.add_argument(
        "subject",
        metavar="CASE_ID|TUTOR_ID|SESSION_ID",
        help="a case (dismiss, uphold, pause, release), a tutor (pause, lift), a session (excuse)",
    )
    decide.add_argument("--by", required=True, metavar="NAME", help="the person who decides")
    decide.add_argument(
        "--reason", required=True, metavar="TEXT", help="why, in the person's words"
    )
    decide.add_argument(
        "--until", default="", metavar="DATE", help="with pause: the day it ends by itself"
    )
    decide.add_argument(
        "--event", choices=EVENTS, help="with release: what has happened that ends the effect"
    )
    _home(decide, where)
    decide.set_defaults(command=_decide)


def _add_policy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    policy = commands.add_parser("policy", help="check, show or compare policies").add_subparsers(
        required=True, metavar="ACTION"
    )
    for name, words, command in (
        ("check", "say all that is wrong with a policy file, and what is odd", _policy_check),
        ("show", "say a policy in plain words", _policy_show),
    ):
        one = policy.add_parser(name, help=words)
        one.add_argument("policy", metavar="NAME|FILE.toml")
        one.set_defaults(command=command)
        if command is _policy_show:
            one.add_argument("--json", action="store_true", help="the same for programs")
        else:
            one.add_argument(
                "--examples", action="store_true", help="run its worked examples as well"
            )
    diff = policy.add_parser("diff", help="say what changes from one text to another")
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.set_defaults(command=_policy_diff)
    schema = policy.add_parser("schema", help="give the JSON Schema by which editors check")
    schema.set_defaults(command=_policy_schema)


def _add_sources(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", where: settings.Settings
) -> None:
    sources = commands.add_parser("sources", help="which exports can be read, and who reads what")
    sources.add_argument("--logs", type=Path, help="say of each file of this folder who reads it")
    sources.add_argument(
        "--source",
        default=where.source,
        metavar="NAME|FILE.toml",
        help="source that reads what several claim",
    )
    sources.set_defaults(command=_sources)


def _add_simulate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    simulate = commands.add_parser("simulate", help="write a marketplace with known truth")
    simulate.add_argument("out", type=Path, metavar="OUT_DIR")
    simulate.add_argument("--tutors", type=int, default=300)
    simulate.add_argument("--days", type=int, default=365)
    simulate.add_argument("--seed", type=int, default=7)
    simulate.add_argument(
        "--until", default="2026-10-31", metavar="DATE", help="last day (default: %(default)s)"
    )
    simulate.add_argument(
        "--layout",
        choices=("single", "daily"),
        default="single",
        help="one file a log, or one a day",
    )
    simulate.set_defaults(command=_simulate)


def _home(parser: argparse.ArgumentParser, where: settings.Settings) -> None:
    parser.add_argument(
        "--home",
        type=Path,
        default=where.home,
        help="where everything is kept (default: %(default)s)",
    )


def _day(flag: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{flag}: {text!r} is no day; write it as 2026-01-31") from None


def _run(asked: argparse.Namespace) -> int:
    from pipelines.commands import run  # noqa: PLC0415 - only what the command needs

    as_of = _day("--as-of", asked.as_of).isoformat() if asked.as_of else ""
    where = settings.Settings(
        home=asked.home,
        logs=asked.logs,
        policy=asked.policy,
        source=asked.source,
        engine=engine_flags.chosen(asked),
    )
    return run(where, as_of=as_of, as_json=asked.json, everything=asked.check_everything)


def _explain(asked: argparse.Namespace) -> int:
    from pipelines.telling import explain  # noqa: PLC0415

    return explain(asked.home, asked.subject, everything=asked.all, as_json=asked.json)


def _eligibility(asked: argparse.Namespace) -> int:
    from pipelines.telling import eligibility  # noqa: PLC0415

    return eligibility(asked.home, asked.tutor, form=asked.format)


def _status(asked: argparse.Namespace) -> int:
    from pipelines.telling import status  # noqa: PLC0415

    return status(asked.home)


def _decide(asked: argparse.Namespace) -> int:
    from pipelines.commands import Decided, decide  # noqa: PLC0415

    return decide(
        asked.home,
        Decided(
            action=asked.action,
            subject=asked.subject,
            by=asked.by,
            reason=asked.reason,
            until=_day("--until", asked.until) if asked.until else None,
            event=asked.event,
        ),
    )


def _policy_check(asked: argparse.Namespace) -> int:
    from pipelines.policy_commands import check  # noqa: PLC0415

    return check(asked.policy, examples=asked.examples)


def _policy_show(asked: argparse.Namespace) -> int:
    from pipelines.policy_commands import show  # noqa: PLC0415

    return show(asked.policy, as_json=asked.json)


def _policy_diff(asked: argparse.Namespace) -> int:
    from pipelines.policy_commands import diff  # noqa: PLC0415

    return diff(asked.old, asked.new)


def _policy_schema(_asked: argparse.Namespace) -> int:
    from pipelines.policy_commands import schema  # noqa: PLC0415

    return schema()


def _sources(asked: argparse.Namespace) -> int:
    from pipelines.telling_sources import sources  # noqa: PLC0415

    return sources(asked.logs, asked.source)


def _simulate(asked: argparse.Namespace) -> int:
    from pipelines.commands import simulate  # noqa: PLC0415

    return simulate(asked, _day("--until", asked.until))


def console() -> NoReturn:
    """Run one command and end the process with its exit code.

    Ends without tearing the interpreter down: nothing is left to save, and DuckDB 2.0.0 fills
    stderr with lines about "leaked instances" when modules are cleared in an order it dislikes.
    """
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    console()
