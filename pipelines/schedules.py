"""When it runs: every night after the day has ended in the policy's zone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import dagster as dg

from assets.timings import NIGHT_TAG
from pipelines.jobs import nightly, red_night
from pipelines.settings import Settings
from tutor_reliability.policy import Policy

_AT = "15 2 * * *"


def nightly_schedule(where: Settings, policy: Policy) -> dg.ScheduleDefinition:
    """Make the nightly schedule, in the policy's zone; each night is asked for once."""

    @dg.schedule(
        name="every_night",
        job=nightly,
        cron_schedule=_AT,
        execution_timezone=policy.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def every_night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        zone = ZoneInfo(policy.timezone)
        day = (context.scheduled_execution_time.astimezone(zone) - timedelta(days=1)).date()
        return dg.RunRequest(
            run_key=day.isoformat(),
            run_config={"resources": {"night": {"config": where.night(day.isoformat())}}},
        )

    return every_night


@dg.run_failure_sensor(
    name="after_a_red_night",
    monitored_jobs=[nightly],
    request_job=red_night,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def after_a_red_night(context: dg.RunFailureSensorContext) -> dg.RunRequest:
    """Show the last trusted night again when a night has failed."""
    return dg.RunRequest(
        run_key=context.dagster_run.run_id,
        tags={NIGHT_TAG: context.dagster_run.run_id},
        run_config={
            "resources": dict(context.dagster_run.run_config).get("resources", {}),
        },
    )
