"""A case whose sessions were ended at once says that they are one event."""

import pytest

from tutor_reliability.bursts import Burst, burst_of, burst_words, bursts_by_session
from tutor_reliability.warehouse import Warehouse

LARGE = Burst(bulk_id="bulk-a", actor="Ada", sessions=60, tutors=1)
SMALL = Burst(bulk_id="bulk-b", actor="desk-7", sessions=50, tutors=9)


@pytest.mark.parametrize(
    ("sessions", "found"),
    [
        pytest.param(["s1", "s2"], None, id="none of a burst"),
        pytest.param(["a1", "s1"], (LARGE, 1), id="one of a burst"),
        pytest.param(["a1", "b1", "b2"], (SMALL, 2), id="most of them decide"),
        pytest.param(["b1", "a1"], (LARGE, 1), id="a tie goes by name"),
    ],
)
def test_the_burst_of_a_case(sessions, found) -> None:
    bursts = {"a1": LARGE, "b1": SMALL, "b2": SMALL}
    assert burst_of(sessions, bursts) == found


def test_a_burst_is_said_once_and_with_its_size() -> None:
    assert burst_words(["a1", "s1"], LARGE, 1) == (
        "1 of these 2 are one event: Ada ended 60 sessions at once."
    )
    assert "of 9 tutors" in burst_words(["b1"], SMALL, 1)


def test_bursts_are_found_by_each_of_their_sessions() -> None:
    with Warehouse(None).open() as opened:
        opened.con.execute(
            "insert into core.bulk_events by name select 'bulk-a' as bulk_id, 'Ada' as actor, "
            "'tutor' as actor_kind, now() as began_at, now() as ended_at, 60 as sessions, "
            "1 as tutors, 3 as students, 60 as late, ['Ada'] as tutor_ids, ['x', 'y'] as "
            "session_ids"
        )
        assert bursts_by_session(opened, ["x", "z"]) == {"x": LARGE}
        assert bursts_by_session(opened, ["x", "y"]) == {"x": LARGE, "y": LARGE}
