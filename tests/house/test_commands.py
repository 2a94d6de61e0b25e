"""The commands that documents show exist, with the flags they show, and start at once."""

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

COMMAND = "tutor-reliability"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEAVY = ("dagster", "great_expectations", "pandas", "scipy")


def shown(text):
    """List the words after the command, for each line of a document that calls it."""
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [
        shlex.split(line)[1:]
        for line in lines
        if line.split() and line.split()[0].rpartition("/")[2] == COMMAND
    ]


def called(makefile):
    """List the words after the command, for each recipe that runs it."""
    return [line.split() for line in re.findall(rf"^\t.*/{COMMAND} (.+)$", makefile, re.MULTILINE)]


@cache
def helped(*words):
    """Ask a command for help, once; nothing, if there is no such command."""
    program = Path(sys.executable).with_name(COMMAND)
    told = subprocess.run([program, *words, "--help"], check=False, capture_output=True, text=True)
    return told.stdout if told.returncode == 0 else ""


def unknown(words):
    """Say what of a shown call the command does not know."""
    named = words[:2] if words[0] == "policy" else words[:1]
    told = helped(*named)
    flags = [word for word in words if word.startswith("--")]
    return named if not told else [flag for flag in flags if flag not in told]


@pytest.fixture(scope="module")
def exists(checkout):
    return {"pipelines/cli.py", "pipelines/cli/__init__.py"} & set(checkout.names)


def test_documents_and_targets_call_commands_that_exist(checkout, exists):
    calls = [
        (name, words)
        for name in checkout.names
        if name.endswith(".md") and exists
        for words in shown(checkout.text(name))
    ]
    calls += [("Makefile", words) for words in called(checkout.text("Makefile")) if exists]
    wrong = {
        f"{name}: {shlex.join(words)}": bad for name, words in calls if (bad := unknown(words))
    }

    assert wrong == {}


def test_help_loads_nothing_heavy(exists):
    if not exists:
        return
    code = (
        "import sys\n"
        f"sys.argv = [{COMMAND!r}, '--help']\n"
        "from pipelines.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert told.stdout.splitlines()[-1].split() == []


def test_a_shown_command_is_read():
    text = (
        "```sh\n.venv/bin/tutor-reliability run --logs 'a b'\nmake run\n```\n`tutor-reliability x`"
    )

    assert shown(text) == [["run", "--logs", "a b"]]


def test_an_action_or_a_flag_that_no_policy_command_has_is_recognised():
    assert unknown(["policy", "chekc", "itutor"]) == ["policy", "chekc"]
    assert unknown(["policy", "show", "itutor", "--examples"]) == ["--examples"]
