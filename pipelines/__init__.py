"""How it runs: the graph as Dagster knows it, the nightly schedule, and the command line.

The command line imports Dagster only where a night runs.
"""
