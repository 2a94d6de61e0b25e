"""How far long work is and how long it may still take, said now and then while it goes on."""

import time
from collections.abc import Callable

EVERY_SECONDS = 5.0
"""Between two lines, and before the first: short work says nothing."""
_MINUTE, _HOUR = 60, 3600
_LONG = 2


class Pace:
    """Tells of work whose parts are weighed by how long they take.

    >>> moments = iter([0, 4, 30, 60])
    >>> pace = Pace("rebuilding the outcomes", print, clock=lambda: next(moments))
    >>> pace(1, 10)
    >>> pace(3, 10)
    rebuilding the outcomes: 30 % done, about 70 s left
    >>> pace(10, 10)
    """

    def __init__(
        self,
        what: str,
        say: Callable[[str], object],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start the clock.

        Args:
            what: The work, in a word or two.
            say: Is handed each line.
            clock: Seconds that only grow.
        """
        self._what = what
        self._say = say
        self._clock = clock
        self._began = self._said = clock()

    def __call__(self, done: int, of: int) -> None:
        """Take note that so much of the work is done; says so where it is time to."""
        at = self._clock()
        if not 0 < done < of or at - self._said < EVERY_SECONDS:
            return
        self._said = at
        left = (at - self._began) * (of - done) / done
        self._say(f"{self._what}: {100 * done // of} % done, about {_span(left)} left")


def _span(seconds: float) -> str:
    """Say a span of time as one does who only guesses.

    >>> _span(0.2), _span(70), _span(150), _span(9000)
    ('1 s', '70 s', '2 min', '2.5 h')
    """
    if seconds < _LONG * _MINUTE:
        return f"{max(round(seconds), 1)} s"
    if seconds < _LONG * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
