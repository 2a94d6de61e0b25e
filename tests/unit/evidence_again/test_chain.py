"""Chains of moves, followed link by link."""

from datetime import date

import pytest

from tutor_reliability.evidence_again.chain import first_of_chain
from tutor_reliability.evidence_again.sessions import Move


def moves(*links: tuple[str, str | None]) -> list[Move]:
    day = date(2026, 7, 1)
    return [
        Move(
            session_id=name,
            move_no=number,
            tutor_id="T",
            student_id="S",
            day=day,
            moved_on=day,
            moved_to=after,
        )
        for number, (name, after) in enumerate(links, start=1)
    ]


@pytest.mark.parametrize(
    ("links", "first"),
    [
        pytest.param([("a", None), ("a", None)], {"a": "a"}, id="in place, twice"),
        pytest.param(
            [("c", "d"), ("b", "c"), ("a", "b")], {"a": "a", "b": "a", "c": "a"}, id="a chain"
        ),
        pytest.param(
            [("b", "c"), ("a", "c"), ("c", None)], {"a": "a", "b": "b", "c": "a"}, id="two in one"
        ),
        pytest.param(
            [("a", "b"), ("b", "a"), ("x", None)], {"a": "a", "b": "b", "x": "x"}, id="a ring"
        ),
    ],
)
def test_the_first_of_a_chain_is_where_its_links_lead_back_to(links, first) -> None:
    assert first_of_chain(moves(*links)) == first
