"""What documents promise exists: links, targets, exit codes, words."""

import dataclasses
import re
import subprocess
import tomllib

import pytest

from tutor_reliability import errors

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z][a-z-]*):.*?## ", re.MULTILINE)
TERM = re.compile(r"^\*\*([^*]+)\*\*: ", re.MULTILINE)
EXIT_CODE = re.compile(r"^\| (\d+) \| (.+?) \|$", re.MULTILINE)


def documents(checkout):
    return [
        name
        for name in checkout.names
        if name.endswith(".md") and (name.startswith(("docs/", "data/")) or "/" not in name)
    ]


def anchors(text):
    """Give the fragments that a page's headings can be reached by."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(checkout, name):
    """Find the links of a document that lead to no file, folder or heading of the checkout."""
    for link in LINK.findall(checkout.text(name)):
        if "://" in link:
            continue
        path, _, fragment = link.partition("#")
        target = (checkout.root / name).parent / path if path else checkout.root / name
        if not target.exists() or (fragment and fragment not in anchors(target.read_text())):
            yield link


def shell_lines(text):
    return [line.strip() for block in BLOCK.findall(text) for line in block.splitlines()]


def unknown_targets(text, targets):
    return [
        line
        for line in shell_lines(text)
        if line.startswith("make ")
        and not {word for word in line.split()[1:] if "=" not in word} <= targets
    ]


@pytest.fixture(scope="module")
def targets(checkout):
    return set(TARGET.findall(checkout.text("Makefile")))


def test_links_lead_somewhere(checkout):
    broken = {
        name: links for name in documents(checkout) if (links := [*broken_links(checkout, name)])
    }

    assert broken == {}


def test_documents_name_targets_that_exist(checkout, targets):
    unknown = {
        name: lines
        for name in documents(checkout)
        if (lines := unknown_targets(checkout.text(name), targets))
    }

    assert unknown == {}


def test_every_target_is_explained_and_declared(checkout, targets):
    makefile = checkout.text("Makefile")
    (declared,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)

    assert set(declared.split()) == targets


def test_make_can_plan_every_target(checkout, targets):
    plan = subprocess.run(
        ["make", "--dry-run", *sorted(targets)],
        cwd=checkout.root,
        check=False,
        capture_output=True,
        text=True,
    )

    assert plan.returncode == 0, plan.stderr


def test_the_operator_finds_every_exit_code(checkout):
    told = {int(code) for code, _ in EXIT_CODE.findall(checkout.text("docs/operator.md"))}
    kinds = errors.ReliabilityError.__subclasses__()

    assert told == {kind.exit_code for kind in kinds} | {0}


def test_the_glossary_is_in_order_and_says_each_word_once(checkout):
    terms = TERM.findall(checkout.text("GLOSSARY.md"))

    assert terms == sorted(set(terms))


def test_the_glossary_holds_only_words_in_use(checkout):
    used = "\n".join(
        checkout.text(name).lower()
        for name in checkout.names
        if name.startswith((*checkout.packages, "docs/")) and name.endswith((".py", ".md", ".sql"))
    )
    terms = TERM.findall(checkout.text("GLOSSARY.md"))

    assert [term for term in terms if term not in used.replace("_", " ")] == []


def test_the_changelog_knows_the_version(checkout):
    version = tomllib.loads(checkout.text("pyproject.toml"))["project"]["version"]
    headings = re.findall(r"^## (\S+)", checkout.text("CHANGELOG.md"), re.MULTILINE)

    assert headings[0] == "Unreleased" or headings[0] == version


def test_a_broken_link_is_recognised(checkout, tmp_path):
    text = "# The logs\n[a](#the-logs) [b](#part) [c](page.md#the-logs) [d](none.md) ![e](e.png)"
    (tmp_path / "page.md").write_text(text)
    small = dataclasses.replace(checkout, root=tmp_path, names=("page.md",))

    assert [*broken_links(small, "page.md")] == ["#part", "none.md"]


def test_an_unknown_target_is_recognised():
    text = "```sh\nmake run\nmake walk LOGS=x\n```\n"

    assert unknown_targets(text, {"run"}) == ["make walk LOGS=x"]
