"""The graph of the home that the environment names, as Dagster loads it."""

from pipelines import settings
from pipelines.graph import ASSETS, build_definitions

__all__ = ["ASSETS", "build_definitions", "defs"]

defs = build_definitions(settings.from_environment())
