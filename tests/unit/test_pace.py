"""Long work says now and then how far it is; short work and work that is done say nothing."""

import pytest

from pipelines.night_run import Progress, Step
from pipelines.watch import watching
from tutor_reliability.pace import EVERY_SECONDS, Pace


def told(*parts: tuple[float, int, int]) -> list[str]:
    """Give what is said of parts done, each (seconds on the clock, done, of)."""
    clock = iter([0.0, *(at for at, _, _ in parts)])
    lines: list[str] = []
    pace = Pace("work", lines.append, clock=lambda: next(clock))
    for _, done, of in parts:
        pace(done, of)
    return lines


def test_the_time_left_follows_the_work_left() -> None:
    assert told((10, 1, 4)) == ["work: 25 % done, about 30 s left"]


@pytest.mark.parametrize("at", [0, EVERY_SECONDS - 0.001])
def test_short_work_says_nothing(at) -> None:
    assert told((at, 1, 4)) == []


def test_lines_keep_their_distance() -> None:
    lines = told((EVERY_SECONDS, 1, 10), (EVERY_SECONDS + 1, 2, 10), (2 * EVERY_SECONDS, 3, 10))
    assert [line.split(":")[1].split("%")[0].strip() for line in lines] == ["10", "30"]


@pytest.mark.parametrize(("done", "of"), [(0, 4), (4, 4), (0, 0)])
def test_what_is_not_begun_or_done_is_not_told(done, of) -> None:
    assert told((60, done, of)) == []


@pytest.mark.parametrize("as_json", [True, False])
def test_a_long_step_is_told_beside_the_lines_that_programs_read(capsys, as_json) -> None:
    step = Step(name="session_outcomes", state="running", started=0, said="work: 25 % done")
    with watching(as_json=as_json) as watch:
        watch(Progress(steps={step.name: step}))
        watch(Progress(steps={step.name: step}))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "...     work: 25 % done\n"
