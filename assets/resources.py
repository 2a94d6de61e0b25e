"""What every asset is given: where the warehouse is, and which night this is.

Where things are and what tonight is come in as configuration; the numbers that count are in the
policy file, which is read here and nowhere else in this layer.
"""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from assets import sql
from tutor_reliability import policy as policies
from tutor_reliability import sources
from tutor_reliability.compaction import compact
from tutor_reliability.engines.choice import Choice
from tutor_reliability.engines.engine import Engine
from tutor_reliability.engines.opening import open_engine
from tutor_reliability.errors import HomeStateError
from tutor_reliability.landing import Arrival
from tutor_reliability.ledger import Ledger
from tutor_reliability.night import Night, last_day_covered
from tutor_reliability.nights import arrival_of, as_it_was
from tutor_reliability.policy import Book, Policy
from tutor_reliability.policy.rows import parameters
from tutor_reliability.publish import Shelf, run_id
from tutor_reliability.sources import Source
from tutor_reliability.warehouse import Opened, Warehouse


class WarehouseResource(dg.ConfigurableResource):
    """The DuckDB file of a home, kept open from the first step of a run to the last.

    What is wrong with the file fails the step that asks first, as a mistake in that step would.
    """

    home: str
    _is_to_be_kept: bool = PrivateAttr(default=False)
    _kept: ExitStack = PrivateAttr(default_factory=ExitStack)

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002
        """Note that a run begins."""
        self._is_to_be_kept = True

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:  # noqa: ARG002
        """Close it."""
        self._kept.close()

    @contextmanager
    def open(self) -> Generator[Opened]:
        """Open it with all tables in place, alone."""
        file = Warehouse(self._path())
        if self._is_to_be_kept:
            self._is_to_be_kept = False
            self._kept.enter_context(file.kept_open())
        with file.open() as opened:
            yield opened

    def compact(self) -> bool:
        """Close it, and copy it to a fresh one if it has outgrown what it holds."""
        self._kept.close()
        return compact(self._path())

    def _path(self) -> Path:
        path = Path(self.home) / "warehouse.duckdb"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


class NightResource(dg.ConfigurableResource):
    """Tonight: the logs, the policy, the source file and the day asked for; '' where not given.

    `engine` runs the heavy stage; what follows it is as in `tutor_reliability.engines.Choice`.
    `burst_limits` are the numbers that the models of surge days and bulk events bind.
    """

    home: str
    logs: str
    policy: str = "itutor"
    source: str = ""
    as_of: str = ""
    engine: str = "duckdb"
    spark_master: str = "local[*]"
    spark_folder: str = ""
    spark_conf: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    java: str = ""
    burst_limits: dict[str, float] = {}  # noqa: RUF012 - pydantic copies it

    @contextmanager
    def runs_on(self, opened: Opened) -> Generator[Engine]:
        """Open the engine of the heavy stage."""
        choice = Choice(
            name=self.engine,
            master=self.spark_master,
            folder=self.spark_folder or self.home,
            conf=tuple(self.spark_conf.items()),
            java=self.java,
        )
        with open_engine(opened, choice) as engine:
            yield engine

    def terms(self) -> Policy:
        """Read the newest text of the policy, as it holds where no market has its own."""
        return self.book().newest

    def book(self) -> Book:
        """Read all texts of the policy, in all its markets."""
        return policies.load_book(self.policy)

    def reading(self) -> tuple[Source, ...]:
        """Read which sources were asked for by name, if any."""
        return sources.named(self.source)

    def ledger(self) -> Ledger:
        """Give the file of people's decisions."""
        return Ledger(Path(self.home) / "ledger.sqlite")

    def shelf(self) -> Shelf:
        """Give the published side of the home."""
        return Shelf(Path(self.home))

    def arrival(self, opened: Opened) -> Arrival:
        """Tell from when what is new tonight can have been known."""
        asked = date.fromisoformat(self.as_of) if self.as_of else None
        return arrival_of(opened, asked=asked, timezone=self.terms().timezone)

    def settle(self, opened: Opened) -> Night:
        """Decide which night this is, once the logs have landed, and write it down."""
        terms = self.terms()
        as_of = (
            date.fromisoformat(self.as_of)
            if self.as_of
            else last_day_covered(opened, terms.timezone)
        )
        night = as_it_was(opened, Night(as_of=as_of, timezone=terms.timezone))
        with opened.transaction():
            opened.fill(
                "raw.tonight",
                [
                    {
                        "as_of": as_of,
                        "known_until": night.known_until,
                        "timezone": terms.timezone,
                        "run_id": run_id(as_of, self._ingredients(opened, terms, night)),
                        "policy_fingerprint": terms.fingerprint,
                    }
                ],
            )
        return night

    def night(self, opened: Opened) -> Night:
        """Give the night that the landing step wrote down."""
        as_of, timezone, _ = self._tonight(opened)
        return as_it_was(opened, Night(as_of=as_of, timezone=timezone))

    def run_id(self, opened: Opened) -> str:
        """Give the name of this run."""
        return self._tonight(opened)[2]

    def check_parameters(self) -> dict[str, object]:
        """Give the checks what they bind: the night, and the policy's numbers."""
        terms = self.terms()
        with WarehouseResource(home=self.home).open() as opened:
            night = self.night(opened)
        prior = terms.rate.prior_late / terms.rate.prior_sessions
        return {
            **parameters(self.book()),
            "as_of": night.as_of,
            "known_until": night.known_until,
            "known_reasons": [*terms.reason_codes],
            "prior_rate": prior,
            "evidence_days": terms.evidence.weeks * 7,
            **self._orphan_shares(),
        }

    def _orphan_shares(self) -> dict[str, object]:
        """Give the share of orphans that each source bears, by its name."""
        found = sources.claims_in(Path(self.logs), self.reading())
        known = (sources.CANONICAL, *found.named, *found.beside)
        shares = {one.name: one.max_orphan_share for one in known}
        return {"orphan_sources": [*shares], "orphan_shares": [*shares.values()]}

    def _tonight(self, opened: Opened) -> tuple[date, str, str]:
        found = opened.row("select as_of, timezone, run_id from raw.tonight")
        if not found:
            raise HomeStateError(
                f"{self.home}: no logs have landed here yet; materialise the raw tables first"
            )
        return found[0], found[1], found[2]

    def _ingredients(self, opened: Opened, terms: Policy, night: Night) -> list[str]:
        files = opened.con.execute(
            "select sha256 from raw.deliveries where delivery_id <= coalesce($last, delivery_id) "
            "order by sha256",
            {"last": night.last_delivery},
        ).fetchall()
        decisions = self.ledger().decisions(until=night.as_of, last=night.last_decision)
        return [
            terms.fingerprint,
            sql.fingerprint(),
            *(sha for (sha,) in files),
            *(str(one) for one in decisions),
        ]
