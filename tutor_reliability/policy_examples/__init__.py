"""A policy's worked examples, run through the very steps of a night.

facts   the smallest log that tells what an example gives
chances what a story gives instead of evidence
run     nights over these logs, and whether each example holds
"""

from tutor_reliability.policy_examples.run import Failed, run_examples

__all__ = ["Failed", "run_examples"]
