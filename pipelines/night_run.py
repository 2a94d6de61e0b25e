"""A night from one command: the same graph that Dagster schedules, run in this process.

The history goes to the home's Dagster folder, so that Dagster's own pages show it. A night whose
gate is red is followed by the red-night job; a mistake that a person can mend is raised as such.
"""

import logging
import os
import threading
import time
import uuid
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import dagster_home
from pipelines.settings import Settings
from tutor_reliability import errors
from tutor_reliability.errors import GateClosedError, ReliabilityError
from tutor_reliability.healing import healed_lines
from tutor_reliability.home import Home
from tutor_reliability.publish import RED
from tutor_reliability.run_facts import RunFacts, read_run

_GATE = "DagsterAssetCheckFailedError"
_LOOK_EVERY = 0.5
"""Seconds between two looks at the events: each opens Dagster's log anew."""


@dataclass(slots=True)
class Step:
    """One step of a night as people watch it; long ones say how far they are."""

    name: str
    state: str
    started: float
    ended: float | None = None
    rows: int | None = None
    said: str = ""

    @property
    def seconds(self) -> float:
        """How long it took, or has taken so far."""
        return (self.ended or time.time()) - self.started


@dataclass(slots=True)
class Progress:
    """What is known of a night while it runs."""

    steps: dict[str, Step] = field(default_factory=dict)
    checks_passed: int = 0
    checks_failed: list[tuple[str, str, bool]] = field(default_factory=list)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    loaded_seconds: float = 0.0
    run_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A night that ended: where it was published, how it went, what it mended of nights before."""

    folder: Path
    facts: RunFacts
    healed: tuple[str, ...]
    progress: Progress
    seconds: float


Watcher = Callable[[Progress], None]


def run_night(where: Settings, *, as_of: str, watch: Watcher, everything: bool = False) -> Ran:
    """Run one night and publish it.

    Args:
        where: The home and what goes into the night.
        as_of: The night, or '' for the last that the logs cover.
        watch: Is told how far it is.
        everything: Ask checks of all rows, those too that were proven on a night before.

    Raises:
        ReliabilityError: A mistake that a person can mend stopped it; its class says which.
        GateClosedError: A blocking check is red; the last trusted night was published again.
        RuntimeError: A step failed for another reason: our bug, with its traceback.
    """
    home = Home(path=where.home)
    with home.alone():
        began = time.time()
        progress = Progress()
        dagster_home.prepare(home.dagster)
        logging.getLogger("dagster").setLevel(logging.CRITICAL)
        if everything:
            _take_nothing_for_proven(home)
        failed = _execute(where, "nightly", as_of, progress, watch)
        if failed:
            _raise_mendable(progress)
            if any(kind != _GATE for _, kind, _ in progress.failures):
                raise _bug(progress)
            if _execute(where, "red_night", as_of, progress, watch):
                raise _bug(progress)
        ran = _ran(where, home, progress, began)
    if failed:
        blocking = [f"{table} {name}" for table, name, stops in progress.checks_failed if stops]
        are = "checks are" if len(blocking) > 1 else "check is"
        page = where.home / "site" / "run.html"
        raise GateClosedError(
            f"{ran.facts.run_id}: {len(blocking)} blocking {are} red ({', '.join(blocking)}); "
            "nobody was flagged anew and nobody's eligibility got worse; see "
            f"{page} for the rows and the remedy"
        )
    return ran


def _take_nothing_for_proven(home: Home) -> None:
    from quality import proven  # noqa: PLC0415 - only what the command needs
    from tutor_reliability.warehouse import Warehouse  # noqa: PLC0415

    with Warehouse(home.path / "warehouse.duckdb").open() as opened:
        proven.forget(opened.con)


def _bug(progress: Progress) -> RuntimeError:
    return RuntimeError("\n".join(text for _, _, text in progress.failures))


def _ran(where: Settings, home: Home, progress: Progress, began: float) -> Ran:
    from assets.resources import NightResource, WarehouseResource  # noqa: PLC0415 - after the run

    night = NightResource(home=str(where.home), logs=str(where.logs), policy=where.policy)
    with WarehouseResource(home=str(where.home)).open() as opened:
        name, healed = night.run_id(opened), tuple(healed_lines(opened))
    folder = home.shelf.root / name
    if not folder.exists() or "republish_trusted" in progress.steps:
        folder = home.shelf.root / f"{name}{RED}"
    seconds = time.time() - began
    return Ran(
        folder=folder, facts=read_run(folder), healed=healed, progress=progress, seconds=seconds
    )


def _execute(where: Settings, job: str, as_of: str, progress: Progress, watch: Watcher) -> bool:
    """Run a job in a thread while events are read; gives whether it failed."""
    loading = time.time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dagster as dg  # noqa: PLC0415 - seconds of import, only here

        from assets.timings import NIGHT_TAG  # noqa: PLC0415
        from pipelines.graph import build_definitions  # noqa: PLC0415

        definitions = build_definitions(where)
    instance = dg.DagsterInstance.get()
    _recover(instance)
    run_id = str(uuid.uuid4())
    progress.run_ids.append(run_id)
    box: dict[str, object] = {}
    progress.loaded_seconds += time.time() - loading

    def work() -> None:
        try:
            box["result"] = definitions.resolve_job_def(job).execute_in_process(
                instance=instance,
                run_id=run_id,
                run_config={
                    "resources": {"night": {"config": where.night(as_of)}},
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                },
                tags={
                    "launched_by": "tutor-reliability",
                    "pid": str(os.getpid()),
                    NIGHT_TAG: progress.run_ids[0],
                },
                raise_on_error=False,
            )
        except BaseException as error:  # noqa: BLE001 - handed to the main thread, which raises it
            box["error"] = error

    worker = threading.Thread(target=work, name="night", daemon=True)
    worker.start()
    cursor = None
    while worker.is_alive():
        worker.join(_LOOK_EVERY)
        cursor = _drain(instance, run_id, cursor, progress)
        watch(progress)
    _drain(instance, run_id, cursor, progress)
    instance.dispose()
    watch(progress)
    if isinstance(box.get("error"), BaseException):
        raise box["error"]  # type: ignore[misc]
    return not box["result"].success  # type: ignore[attr-defined]


def _recover(instance: object) -> None:
    """Mark runs of this command as failed whose process is gone."""
    import dagster as dg  # noqa: PLC0415

    unfinished = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED],
        tags={"launched_by": "tutor-reliability"},
    )
    for run in instance.get_runs(unfinished):  # type: ignore[attr-defined]
        if run.tags.get("pid") != str(os.getpid()):
            instance.report_run_failed(run, "the process of this run is gone")  # type: ignore[attr-defined]


def _drain(instance: object, run_id: str, cursor: str | None, progress: Progress) -> str | None:
    page = instance.get_records_for_run(run_id, cursor=cursor)  # type: ignore[attr-defined]
    for record in page.records:
        entry = record.event_log_entry
        if entry.dagster_event is not None:
            _note(entry.dagster_event, entry.timestamp, progress)
        elif entry.step_key in progress.steps:
            progress.steps[entry.step_key].said = entry.user_message
    return str(page.cursor)


def _note(event: object, at: float, progress: Progress) -> None:
    kind: str = event.event_type_value  # type: ignore[attr-defined]
    name: str = event.step_key or ""  # type: ignore[attr-defined]
    if kind == "STEP_START":
        progress.steps[name] = Step(name=name, state="running", started=at)
    elif kind in ("STEP_SUCCESS", "STEP_FAILURE", "STEP_SKIPPED"):
        step = progress.steps.setdefault(name, Step(name=name, state="", started=at))
        step.ended, step.state = at, kind.removeprefix("STEP_").lower()
    if kind == "STEP_FAILURE":
        progress.failures.append(_failure(event, name))
    elif kind == "ASSET_MATERIALIZATION":
        metadata = event.step_materialization_data.materialization.metadata  # type: ignore[attr-defined]
        if "dagster/row_count" in metadata and name in progress.steps:
            progress.steps[name].rows = int(metadata["dagster/row_count"].value)
    elif kind == "ASSET_CHECK_EVALUATION":
        check = event.event_specific_data  # type: ignore[attr-defined]
        table = check.asset_key.to_user_string().replace("/", ".")
        if check.passed:
            progress.checks_passed += 1
        else:
            stops = check.severity.value == "ERROR"
            progress.checks_failed.append((table, check.check_name, stops))


def _failure(event: object, step: str) -> tuple[str, str, str]:
    error = event.step_failure_data.error  # type: ignore[attr-defined]
    while error.cause is not None:
        error = error.cause
    return step, error.cls_name or "", error.to_string()


def _raise_mendable(progress: Progress) -> None:
    """Raise the first failure as what it was before Dagster wrapped it, if a person can mend it.

    Later failures only follow from the first.
    """
    _, kind, text = progress.failures[0]
    known = getattr(errors, kind, None)
    if isinstance(known, type) and issubclass(known, ReliabilityError):
        message = text.split(f"{kind}: ", 1)[-1].split("\n\nStack Trace:", 1)[0].strip()
        raise known(message)
