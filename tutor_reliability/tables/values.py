"""The words and numbers that columns hold: every list of values that a contract names."""

STATUSES = (
    "scheduled",
    "completed",
    "cancelled",
    "no_show_tutor",
    "no_show_student",
    "interrupted",
)
INITIATORS = ("tutor", "student", "platform", "unknown")
PRECISIONS = ("second", "minute", "day")
CANCELLATION_KINDS = ("cancelled", "rescheduled")
SESSION_KINDS = ("regular", "trial")
CONTACT_DECISIONS = ("pending", "accepted", "rejected")
EVENTS = (
    "completed",
    "cancelled",
    "rescheduled",
    "no_show",
    "no_show_student",
    "interrupted",
    "unreported",
    "upcoming",
)
BLAMES = ("tutor", "student", "platform", "none", "needs_review")
NOTICE_KINDS = ("exact", "uncertain", "unknown", "none")
EXCUSE_STATES = ("none", "pending", "accepted", "rejected", "over_cap", "amnesty")
AUDIENCE_VALUES = ("eligible", "only_if_all_others_full", "hold_for_manager", "paused")
WINDOWS_DAYS = (30, 90, 180, 365)
ACTORS = ("tutor", "student", "recorder")
HEALED_KINDS = ("other_version", "missed_nights", "late_file", "corrected_file")
VOLUME_SERIES = ("sessions", "arrivals")
VOLUME_VERDICTS = ("unknown", "usual", "unusual", "implausible")
SIGNALS = (
    "late_sessions",
    "wiped_days",
    "near_line",
    "student_cancels",
    "emergency_habit",
    "reschedule_churn",
    "reschedule_chain",
    "quiet_pairs",
)
RATE_SIGNALS = SIGNALS[:2]
MOVE_SIGNALS = ("reschedule_churn", "reschedule_chain")
PAIR_SIGNALS = ("student_cancels", "quiet_pairs")
STUDENTS, HELD_PAIRS = "students", "held_pairs"
"""What a pair is held against: students with any tutor, pairs after a held session."""
TREATMENTS = ("counted", "same_spell", "excused", "incident")
FACTOR_KINDS = ("hours", "incident")
HOUR_BANDS = ("night", "morning", "afternoon", "evening")
