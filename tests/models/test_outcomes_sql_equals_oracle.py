"""The SQL and the plain-Python definition judge every log alike, at once or night by night.

Small marketplaces are made by chance. One at a time, Hypothesis finds the smallest that is judged
differently; hundreds at once in one warehouse, each with ids of its own, reach what is rare.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models.marketplaces import apart, together, two_deliveries
from tests.models.texts_at_random import book_at_random
from tutor_reliability.night import Night
from tutor_reliability.outcomes import Log, judge
from tutor_reliability.policy import Policy, load
from tutor_reliability.policy.rows import as_book


def turned() -> Policy:
    """Give iTutor's policy with every switch the other way."""
    itutor = load("itutor")
    assert itutor.cure is not None
    return replace(
        itutor,
        settle=None,
        timezone="America/New_York",
        reference="current",
        uncertain_is_late=True,
        moved_and_held="rescheduled",
        cure=replace(itutor.cure, same=("student",)),
        fingerprint="turned",
    )


POLICIES = {"itutor": load("itutor"), "talaera": load("talaera"), "turned": turned()}
FIRST, LAST = date(2026, 3, 11), date(2026, 3, 14)
OF_INTEREST = (
    "event, blame, outcome, weight, is_late, notice, notice_hours, session_day, event_day, "
    "reported_at, variant, market, excuse, excuse_rule, excused, excused_from, cured_by, "
    "settles_at, provisional, in_exposure, in_late"
)
JUDGED_BY = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)


def tried(usual: int, often: int) -> pytest.MarkDecorator:
    slow = pytest.param(often, marks=pytest.mark.slow)
    return pytest.mark.parametrize("examples", [usual, slow], ids=str)


def by_chance(examples: int) -> Callable:
    quiet = settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    return lambda test: quiet(given(rnd=st.randoms(use_true_random=False))(test))


def found(world) -> dict[str, dict]:
    rows = world.rows(f"select session_id, {OF_INTEREST} from core.session_outcomes")
    for row in rows:
        row["excused_from"] = tuple(row["excused_from"])
    return {row.pop("session_id"): row for row in rows}


def expected(logs: Iterable[Log], policy, night: Night) -> dict[str, dict]:
    names = OF_INTEREST.split(", ")
    return {
        one: {name: getattr(verdict, name) for name in names}
        for log in logs
        for one, verdict in judge(log, policy, night).items()
    }


def hold_equal_night_by_night(world, policy, early: list[Log], late: list[Log]) -> None:
    """Judge a first delivery, then a second a few nights later, then the first night again."""
    first, last = (
        Night(as_of=day, timezone=as_book(policy).newest.timezone) for day in (FIRST, LAST)
    )
    world.empty()
    world.excuse(together(early).excused_sessions, night=first)
    world.deliver(together(early), delivery_id=1)
    world.judge(policy, first)
    assert found(world) == expected(early, policy, first)
    world.deliver(together(late), delivery_id=2)
    world.judge(policy, last)
    both = [together(pair) for pair in zip(early, late, strict=True)]
    assert found(world) == expected(both, policy, last)
    world.judge(policy, first)
    assert found(world) == expected(both, policy, first)


def many(rnd: Random, marketplaces: int) -> tuple[list[Log], list[Log]]:
    """Make marketplaces with ids of their own: what came first, and what came later."""
    early, late = [], []
    for number in range(marketplaces):
        first, second = two_deliveries(rnd)
        early.append(apart(first, f"m{number}"))
        late.append(apart(second, f"m{number}"))
    return early, late


@tried(4, 240)
@JUDGED_BY
def test_sql_judges_as_the_oracle_does(world, policy, examples) -> None:
    night = Night(as_of=LAST, timezone=policy.timezone)

    @by_chance(examples)
    def holds(rnd: Random) -> None:
        log = together(two_deliveries(rnd))
        world.empty()
        world.deliver(log)
        world.excuse(log.excused_sessions, night=night)
        world.judge(policy, night)
        assert found(world) == expected([log], policy, night)

    holds()


@pytest.mark.slow
@JUDGED_BY
def test_night_by_night_equals_all_at_once(world, policy) -> None:
    """The same of many at once is below; here the smallest that differs is found."""

    @by_chance(60)
    def holds(rnd: Random) -> None:
        early, late = two_deliveries(rnd)
        hold_equal_night_by_night(world, policy, [early], [late])

    holds()


@pytest.mark.parametrize(
    ("seed", "marketplaces"),
    [(1, 200), *(pytest.param(seed, 600, marks=pytest.mark.slow) for seed in range(1, 4))],
)
@JUDGED_BY
def test_many_marketplaces_night_by_night(world, policy, seed, marketplaces) -> None:
    rnd = Random(seed)  # noqa: S311 - repeatable, not secret
    hold_equal_night_by_night(world, policy, *many(rnd, marketplaces))


@pytest.mark.parametrize(
    "seeds", [range(3), pytest.param(range(3, 24), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_any_policy_judges_as_the_oracle_does_night_by_night(world, seeds) -> None:
    for seed in seeds:
        rnd = Random(seed)  # noqa: S311 - repeatable, not secret
        hold_equal_night_by_night(world, book_at_random(rnd), *many(rnd, 40))
