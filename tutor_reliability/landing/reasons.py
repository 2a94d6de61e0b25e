"""Why a delivered row may be rejected: each code, what it means, and what to do about it.

The codes stand in `raw.rejected_rows.reason`; the words are for pages and documents.
"""

REASONS: dict[str, str] = {
    "short_line": "the line has fewer fields than the header; export it again, or quote the fields "
    "that hold line breaks",
    "long_line": "the line has more fields than the header; export it again with fields that hold "
    "the delimiter in quotes",
    "bad_quotes": "a quote is opened and never closed, or text follows a closing quote; double "
    "every quote inside a quoted field",
    "bad_json": "the line is not one JSON object; write one object a line",
    "bad_encoding": "the line is not in the encoding expected; state the encoding in the source "
    "file",
    "nul_byte": "the line holds a NUL, so bytes were lost on the way; export it again",
    "long_row": "the row is longer than a million bytes; a quote or line break was lost on the way",
    "missing_value": "a column that must have a value is empty; the sender has to fill it",
    "scientific_id": "a spreadsheet turned the id into a number and lost its digits; export it "
    "again with ids as text",
    "bad_time": "the time is not ISO 8601, or no such day exists; list its format in the source "
    "file",
    "no_offset": "the time does not say in which zone it is; state the zone in the source file",
    "clock_change": "the clock of the source's zone skipped this time or showed it twice; export "
    "times with their offset",
    "bad_date": "the value is not a date; write YYYY-MM-DD, or list its format in the source file",
    "bad_number": "the value is not a number, or not a whole one where that is expected; the "
    "sender has to mend it",
    "bad_flag": "the value is neither true nor false; map it in the source file",
    "unknown_status": "the status is none of ours; map it in the source file",
    "unknown_initiator": "the initiator is none of ours; map it in the source file",
    "unknown_kind": "the kind is none of ours; map it in the source file",
    "unknown_precision": "the precision is none of ours; map it in the source file",
    "unknown_decision": "the decision is none of ours; map it in the source file",
    "sentinel_date": "the time is before 2000 or after 2099, so it stands for no time; leave it "
    "empty where it is not known",
    "start_too_far_ahead": "the row speaks of a time more than two years after anything else in "
    "its file; the year is wrong",
    "booked_after_start": "the session was booked after it began; one of the two clocks is wrong, "
    "perhaps a lying offset that the source file can override",
    "cancelled_before_booked": "the cancellation is older than the booking; one of the two clocks "
    "is wrong",
    "cancelled_long_after_start": "the cancellation is more than 30 days after the start; it was "
    "entered to tidy up, or the date is wrong",
    "recurring_series": "the event stands for many sessions, and which of them took place it "
    "cannot say; export single events",
    "unknown_zone": "the time is in a zone that the file does not define and nobody knows by that "
    "name; export it again with its zones",
    "other_event": "the record tells of something else than the logs hold; nothing has to be done",
    "unreadable_record": "the record lacks a field that every record of this platform has; export "
    "it again, or see the page of the source",
}
