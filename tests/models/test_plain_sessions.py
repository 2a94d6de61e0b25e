"""Plain sessions get the very rows that the models would give them, and no other session is plain.

A rebuild judges sessions of which one row says all by what they are alike in. Here the same worlds
are judged that way and by the models alone.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from assets import sql
from tests.models.conftest import World
from tests.models.marketplaces import (
    START,
    apart,
    moment,
    mostly,
    session,
    together,
    tutor,
    two_deliveries,
)
from tests.models.texts_at_random import book_at_random
from tutor_reliability.night import Night
from tutor_reliability.outcomes import CancellationRow, ContactRow, Log, SessionRow
from tutor_reliability.outcomes_build import Sizes, refresh_outcomes, write_policy
from tutor_reliability.plain import Plain
from tutor_reliability.policy import load
from tutor_reliability.policy.rows import as_book, parameters
from tutor_reliability.tables import STATUSES
from tutor_reliability.warehouse import Warehouse

NIGHT = Night(as_of=date(2026, 3, 14), timezone="UTC")
BY_MODELS = Sizes(plain_from=10**9)
IN_BATCHES = Sizes(plain_from=0, batch_rows=12)
AT_ONCE = Sizes(plain_from=0, batch_rows=10**9)
ALL = "select * from core.session_outcomes order by session_id"
BOOKED = SessionRow(
    session_id="a",
    tutor_id="T",
    student_id="p",
    booked_at=START - timedelta(days=9),
    scheduled_start=START,
    status="completed",
    known_at=START,
    order=1,
)


def plain_session(rnd: Random, number: int) -> SessionRow:
    return replace(
        session(rnd, 1000 + number),
        session_id=f"plain{number}",
        scheduled_start=moment(rnd, -40, 0, 2, 6),
        status=mostly(rnd, "completed", *STATUSES),
    )


def mostly_plain(rnd: Random) -> Log:
    """Make a log of which nothing but single rows tells most sessions."""
    plain = Log(
        sessions=tuple(plain_session(rnd, number) for number in range(150)),
        cancellations=(),
        contacts=(),
        tutors=tuple(tutor(rnd, 2000 + number) for number in range(3)),
        excused_sessions=frozenset(rnd.choice(((), ("plain3",)))),
    )
    others = (apart(together(two_deliveries(rnd)), f"m{number}") for number in range(5))
    return on_lines_of_their_own(together([plain, *others]))


def on_lines_of_their_own(log: Log) -> Log:
    """Number the rows of each log through, as lines of one file are."""
    logs = ("sessions", "cancellations", "contacts", "tutors")
    numbered = {
        name: tuple(replace(row, order=line) for line, row in enumerate(getattr(log, name), 1))
        for name in logs
    }
    return replace(log, **numbered)


def judged(world, book, night: Night, sizes: Sizes) -> list[dict]:
    world.opened.con.execute("delete from core.builds")
    refresh_outcomes(world.opened, sql.model, policy=book, night=night, rules="same", sizes=sizes)
    return world.rows(ALL)


def judged_both_ways(book, log: Log, sizes: Sizes) -> tuple[list[dict], list[dict]]:
    """Judge a log in a warehouse of its own: numbers of rows that are gone would be batches too."""
    night = Night(as_of=NIGHT.as_of, timezone=as_book(book).newest.timezone)
    with Warehouse(None).open() as opened:
        world = World(opened)
        world.deliver(log)
        world.excuse(log.excused_sessions, night=night)
        write_policy(opened, book)
        by_models = judged(world, book, night, BY_MODELS)
        return by_models, judged(world, book, night, sizes)


def odd_ids(world, log: Log) -> set[str]:
    """Tell which sessions of a log are not plain."""
    world.empty()
    world.deliver(log)
    world.excuse(log.excused_sessions, night=NIGHT)
    values = {**parameters(load("itutor")), "as_of": NIGHT.as_of, "known_until": NIGHT.known_until}
    Plain(world.opened, values).find()
    return {
        row["session_id"]
        for row in world.rows(
            "select session_id from raw.sessions where hash(session_id) in "
            "(select session_hash from plain_odd)"
        )
    }


@pytest.mark.parametrize(
    "seeds", [range(2), pytest.param(range(2, 60), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_any_policy_judges_plain_sessions_as_the_models_do(seeds) -> None:
    for seed in seeds:
        rnd = Random(seed)  # noqa: S311 - repeatable, not secret
        sizes = AT_ONCE if seed % 2 else IN_BATCHES
        by_models, by_likeness = judged_both_ways(book_at_random(rnd), mostly_plain(rnd), sizes)
        assert by_likeness == by_models


@pytest.mark.parametrize("sizes", [IN_BATCHES, AT_ONCE], ids=["in batches", "at once"])
@pytest.mark.parametrize("policy", ["itutor", "talaera"])
def test_the_built_in_policies_judge_plain_sessions_as_the_models_do(policy, sizes) -> None:
    rnd = Random(policy)  # noqa: S311 - repeatable, not secret
    by_models, by_likeness = judged_both_ways(load(policy), mostly_plain(rnd), sizes)
    assert by_likeness == by_models


def test_of_a_plain_session_one_row_says_all(world) -> None:
    named = replace(BOOKED, session_id="b", order=2)
    assert odd_ids(world, Log(sessions=(BOOKED, named))) == set()


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param({"sessions": (replace(BOOKED, order=2),)}, id="another version"),
        pytest.param(
            {"sessions": (replace(BOOKED, order=2, known_at=datetime(2026, 4, 1, tzinfo=UTC)),)},
            id="a version to come",
        ),
        pytest.param(
            {
                "cancellations": (
                    CancellationRow(
                        event_id="e",
                        session_id="a",
                        initiator="tutor",
                        known_at=START,
                        order=3,
                    ),
                )
            },
            id="a cancellation",
        ),
        pytest.param(
            {
                "contacts": (
                    ContactRow(
                        contact_id="c",
                        session_id="a",
                        contacted_at=START,
                        channel="support",
                        known_at=START,
                        order=4,
                    ),
                )
            },
            id="a message",
        ),
        pytest.param({"excused_sessions": frozenset("a")}, id="a decision"),
    ],
)
def test_what_a_second_row_tells_of_is_not_plain(world, beside) -> None:
    log = together([Log(sessions=(BOOKED,)), Log(**beside)])
    assert odd_ids(world, log) == {"a"}


def test_what_is_not_known_yet_is_not_plain(world) -> None:
    later = replace(BOOKED, known_at=datetime(2026, 4, 1, tzinfo=UTC))
    assert odd_ids(world, Log(sessions=(later,))) == {"a"}


@pytest.mark.parametrize(
    "otherwise",
    [
        {"status": "no_show_tutor"},
        {"kind": "trial"},
        {"first_with_student": False},
        {"first_with_student": None},
        {"inside_availability": False},
        {"inside_availability": None},
        {"minutes_late": 1},
        {"minutes_late": None},
        {"scheduled_start": NIGHT.known_until + timedelta(hours=1)},
    ],
    ids=str,
)
def test_sessions_that_a_policy_may_tell_apart_share_no_pattern(world, otherwise) -> None:
    one = replace(
        BOOKED, kind="regular", first_with_student=True, inside_availability=True, minutes_late=0
    )
    write_policy(world.opened, load("itutor"))
    odd_ids(world, Log(sessions=(one, replace(one, session_id="b", order=2))))
    assert world.opened.count("plain_patterns") == 1
    odd_ids(world, Log(sessions=(one, replace(one, session_id="b", order=2, **otherwise))))
    assert world.opened.count("plain_patterns") == 2


def test_a_rebuild_tells_how_far_it_is_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    sizes = replace(IN_BATCHES, progress=lambda done, of: told.append((done, of)))
    with Warehouse(None).open() as opened:
        world = World(opened)
        world.deliver(mostly_plain(Random(1)))  # noqa: S311 - repeatable, not secret
        write_policy(opened, load("itutor"))
        judged(world, load("itutor"), NIGHT, sizes)
    assert len(told) > 3
    assert told == sorted(told)
    assert {of for _, of in told} == {told[-1][0]}
