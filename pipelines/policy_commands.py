"""What `tutor-reliability policy` does: check a file, show it, compare two, give the schema."""

import json
import sys

from tutor_reliability.errors import PolicyError
from tutor_reliability.policy import load_book
from tutor_reliability.policy.check import Verdict
from tutor_reliability.policy.check import check as check_file
from tutor_reliability.policy.diff import diff_books
from tutor_reliability.policy.model import Book
from tutor_reliability.policy.schema import schema as json_schema
from tutor_reliability.policy.show import change_words, show_json
from tutor_reliability.policy.show import show as shown


def check(name_or_file: str, *, examples: bool) -> int:
    """Say whether a policy file can be used: all that refuses it, or what is odd about it.

    What is odd is advice, and ends with 0; a worked example that does not hold refuses the file.
    """
    verdict = check_file(name_or_file)
    for problem in verdict.problems:
        print(f"tutor-reliability: {problem}", file=sys.stderr)  # noqa: T201 - the lines asked for
    if verdict.book is None:
        return PolicyError.exit_code
    _said(verdict, verdict.book)
    return _examples(verdict.book) if examples else 0


def show(name_or_file: str, *, as_json: bool) -> int:
    """Say a policy in plain words, for those who are judged by it too."""
    book = load_book(name_or_file)
    if as_json:
        _say(json.dumps(show_json(book), indent=2, ensure_ascii=False))
        return 0
    for line in shown(book):
        _say(line)
    return 0


def diff(old: str, new: str) -> int:
    """Say what changes from one text to another."""
    changes = diff_books(load_book(old), load_book(new))
    for one in changes:
        _say(change_words(one))
    if not changes:
        _say("nothing changes: both say the same")
    return 0


def schema() -> int:
    """Give the JSON Schema of policy files, for editors."""
    _say(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0


def _examples(book: Book) -> int:
    """Run the worked examples through the steps of a night."""
    from assets import sql  # noqa: PLC0415 - only where examples are run
    from tutor_reliability.policy_examples import run_examples  # noqa: PLC0415

    failed = run_examples(book, sql.model)
    for one in failed:
        line = f"tutor-reliability: {book.newest.id}: {one.quote!r}: {one.said}"
        print(line, file=sys.stderr)  # noqa: T201 - the lines asked for
    if failed:
        return PolicyError.exit_code
    policy = book.newest
    _say(f"all {len(policy.examples) + len(policy.stories)} examples hold")
    return 0


def _said(verdict: Verdict, book: Book) -> None:
    for line in verdict.advice:
        _say(f"advice: {line}")
    policy = book.newest
    texts = {one.effective_from for one in book.variants}
    _say(
        f"{policy.id} {policy.version}: {len(policy.classes)} classes, {len(policy.meters)} "
        f"meters, {len(policy.rules)} rules, {len(policy.examples) + len(policy.stories)} "
        f"examples, {len(book.markets)} markets, {len(texts)} texts; fingerprint "
        f"{book.fingerprint[:12]}"
    )


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a command's answer
