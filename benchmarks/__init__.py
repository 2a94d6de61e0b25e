"""What things cost: `python -m benchmarks` measures, prints and keeps the figures in results/.

Every job runs in a process of its own, turn by turn with those it is compared to, so that all of
them meet the same machine. CPU seconds count all threads and children; trust them and their ratios
before wall seconds. A benchmark is a folder with a `benchmark` in it, listed in `__main__`.
"""
