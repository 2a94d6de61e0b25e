"""A tutor's meters by what was known on a night: made once, read on any day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate

from tutor_reliability.policy.model import Meter, Policy, Rolling
from tutor_reliability.standing.incidents import Incident, Judged
from tutor_reliability.standing.readings import Asked
from tutor_reliability.standing.tape import Tape
from tutor_reliability.standing.worlds import Id, order, standing_in, triggering


class World:
    """One meter by what is known of it: ready to be read, and what a rule is asked on."""

    def __init__(self, text: Policy, meter: Meter, known: list[Incident], asked: Asked) -> None:
        """Line up what stands and what triggers."""
        standing = sorted(standing_in(text, meter, known), key=order(meter))
        self.tape = Tape(meter, standing, asked)
        plain = not text.derives and meter.forgive is None
        self._triggers = standing if plain else triggering(text, meter, known)
        self._by_day: dict[date, list[Incident]] | None = None
        self._by_id: dict[Id, Incident] | None = None
        self._axis = meter.axis

    def on(self, day: date) -> Sequence[Incident]:
        """Give what a rule may be asked on that fell on a day."""
        if self._by_day is None:
            by_day = defaultdict(list)
            for one in self._triggers:
                by_day[one.on(self._axis)].append(one)
            self._by_day = dict(by_day)
        return self._by_day.get(day, ())

    def holds(self, one: Incident, day: date) -> bool:
        """Tell whether an incident stands in it by a day."""
        if self._by_id is None:
            self._by_id = {other.id: other for other in self._triggers}
        found = self._by_id.get(one.id)
        return found is not None and found.on(self._axis) <= day


class Meters:
    """All meters of one tutor."""

    def __init__(self, judged: Judged, resets: Mapping[str, tuple[date, ...]], as_of: date) -> None:
        """Take a tutor as of a night, and when people made a meter begin anew."""
        self.known = [one for one in judged.history.incidents if one.counts_from <= as_of]
        self._history = judged.history
        self._resets = resets
        self._as_of = as_of
        self._weighs = any(one.weight != 1.0 for one in self.known)
        self._worlds: dict[tuple[object, ...], World] = {}
        self._stable: dict[tuple[object, ...], bool] = {}
        self._settled: dict[str, tuple[list[date], list[date]]] = {}
        self._aheads: dict[tuple[str, frozenset[str]], timedelta] = {}
        self._became_known: dict[frozenset[str], list[tuple[date, date]]] = {}

    def world(self, text: Policy, meter: Meter, day: date, night: date) -> World:
        """Give a meter by what was known on a night of a day, for whom the rest is not there.

        Where nothing is new and nothing later takes back what stood, one world serves all days.
        """
        key: tuple[object, ...] = (text.variant, meter.name)
        if key not in self._stable:
            self._stable[key] = self._is_stable(text, meter)
        whole = self._stable[key] and self.is_settled(meter.axis, day, night)
        if not whole:
            key = (*key, day, night)
        if key not in self._worlds:
            outside = date.min if whole else self._outside_of(text, meter, day)
            known = [
                one
                for one in self.known
                if one.is_in(meter)
                and (whole or (outside < one.on(meter.axis) <= day and one.counts_from <= night))
            ]
            asked = Asked(
                history=self._history,
                resets=self._resets,
                day=self._as_of,
                known_on=self._as_of,
            )
            self._worlds[key] = World(text, meter, known, asked)
        return self._worlds[key]

    def is_settled(self, axis: str, day: date, night: date) -> bool:
        """Tell whether all that fell by a day was known by a night."""
        if axis not in self._settled:
            rows = sorted((one.on(axis), one.counts_from) for one in self.known)
            known = list(accumulate((counts for _, counts in rows), max))
            self._settled[axis] = ([at for at, _ in rows], known)
        days, known = self._settled[axis]
        index = bisect_right(days, day)
        return not index or known[index - 1] <= night

    def nights(self, axes: frozenset[str], day: date) -> list[date]:
        """Give a day, and the nights after it on which something of it or before became known."""
        if axes not in self._became_known:
            rows = [(one.counts_from, min(one.on(axis) for axis in axes)) for one in self.known]
            self._became_known[axes] = sorted(row for row in rows if row[0] > row[1])
        late = self._became_known[axes]
        first = bisect_right(late, day, key=lambda row: row[0])
        return sorted({day} | {night for night, at in late[first:] if at <= day})

    def _is_stable(self, text: Policy, meter: Meter) -> bool:
        """Tell whether what comes later leaves alone what stood in the meter before.

        Where a later one completes a derived incident, those that it uses up stood until then.
        """
        if text.derives and meter.axis != "start":
            return False
        if any(one.consume and one.to in meter.of for one in text.derives):
            return False
        loose = [one for one in text.merges if meter.name in one.meters and "day" not in one.by]
        return not (loose and self._weighs)

    def _outside_of(self, text: Policy, meter: Meter, day: date) -> date:
        """Give the last day of which nothing can matter to the meter on a day; date.min for none.

        What a rule is asked on may have fallen on the meter's axis before it fell on another's.
        """
        local = all("day" in one.by for one in text.merges if meter.name in one.meters)
        plain = meter.kind in ("count", "rate") and not meter.ledger and not meter.forgive
        if text.derives or not (plain and local) or not isinstance(meter.window, Rolling):
            return date.min
        return meter.window.length.before(day) - self._ahead(text, meter)

    def _ahead(self, text: Policy, meter: Meter) -> timedelta:
        """Give how long before another meter's axis an incident fell on the meter's at most."""
        axes = frozenset(one.axis for one in text.meters)
        if (meter.axis, axes) not in self._aheads:
            self._aheads[meter.axis, axes] = max(
                (one.on(axis) - one.on(meter.axis) for one in self.known for axis in axes),
                default=timedelta(),
            )
        return self._aheads[meter.axis, axes]
