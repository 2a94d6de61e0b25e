"""How long each step of a night took, read from Dagster's own event log."""

import dagster as dg

NIGHT_TAG = "tutor_reliability/night"
"""On the run that follows a red night: the Dagster run whose steps are to be shown."""

Stage = dict[str, object]


def stages(instance: dg.DagsterInstance, run_id: str) -> list[Stage]:
    """List the steps of a run that have ended: name, seconds, rows made (or None) and status."""
    started: dict[str, float] = {}
    rows: dict[str, int] = {}
    found: list[Stage] = []
    for record in instance.get_records_for_run(run_id).records:
        event, at = record.event_log_entry.dagster_event, record.event_log_entry.timestamp
        if event is None or event.step_key is None:
            continue
        name, kind = event.step_key, event.event_type_value
        if kind == "STEP_START":
            started[name] = at
        elif kind == "ASSET_MATERIALIZATION":
            made = event.step_materialization_data.materialization.metadata
            if "dagster/row_count" in made:
                rows[name] = int(str(made["dagster/row_count"].value))
        elif kind in ("STEP_SUCCESS", "STEP_FAILURE"):
            found.append(
                {
                    "name": name,
                    "seconds": round(at - started.get(name, at), 3),
                    "rows": rows.get(name),
                    "status": kind.removeprefix("STEP_").lower(),
                }
            )
    return found
