"""The locks: exact versions, a hash for each file, no addresses, and all agree."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-spark.lock")
BESIDE = "benchmarks/peers/requirements.lock"
EXTRAS = {LOCKS[0]: (), LOCKS[1]: ("ui",), LOCKS[2]: ("spark",)}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def entries(text):
    """Split a lock into its requirements, each with the lines that go on after a backslash."""
    joined = re.sub(r"\\\n\s*", "", text)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def loose(text):
    """Find requirements that pip could satisfy with anything but the very file we tried."""
    return [
        entry.split()[0]
        for entry in entries(text)
        if not PINNED.match(entry) or not HASH.search(entry)
    ]


def versions(text):
    found = (PINNED.match(entry) for entry in entries(text))
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def asked(checkout, lock):
    project = tomllib.loads(checkout.text("pyproject.toml"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    if lock == LOCKS[1]:
        wanted += [each for each in project["dependency-groups"]["dev"] if isinstance(each, str)]
    for extra in EXTRAS[lock]:
        wanted += project["project"]["optional-dependencies"][extra]
    return [Requirement(each) for each in wanted]


@pytest.mark.parametrize("lock", [*LOCKS, BESIDE])
def test_every_requirement_has_one_version_and_its_hashes(checkout, lock):
    text = checkout.text(lock)

    assert loose(text) == []
    assert len(versions(text)) > 50


@pytest.mark.parametrize("lock", [*LOCKS, BESIDE])
def test_a_lock_names_no_address_and_no_file(checkout, lock):
    assert not re.search(r"://|file:|^-|\s@\s", checkout.text(lock), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_the_locks_agree(checkout, lock):
    runtime, beside = versions(checkout.text(LOCKS[0])), versions(checkout.text(lock))

    assert {name: beside.get(name) for name in runtime} == runtime


def test_what_two_locks_add_is_of_one_version(checkout):
    development, spark = (versions(checkout.text(lock)) for lock in LOCKS[1:])
    both = development.keys() & spark.keys()

    assert {name: development[name] for name in both} == {name: spark[name] for name in both}


def test_the_default_install_brings_no_spark(checkout):
    assert not {"pyspark", "py4j", "sqlglot"} & versions(checkout.text(LOCKS[0])).keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(checkout, lock):
    locked = versions(checkout.text(lock))
    unmet = [
        str(wanted)
        for wanted in asked(checkout, lock)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"))
    ]

    assert unmet == []


def test_a_loose_requirement_is_recognised():
    digest = "--hash=sha256:" + "0" * 64

    assert loose(f"one==1.0 \\\n    {digest}\n    # via two\n") == []
    assert loose(f"one>=1.0 {digest}\ntwo==2.0\nthree==3 --hash=sha256:12") == [
        "one>=1.0",
        "two==2.0",
        "three==3",
    ]
