-- Broken, 1 row: fifty sessions at once, four weeks ago
insert into core.bulk_events (bulk_id, actor, began_at, sessions, late)
values ('b', 't', $known_until - to_days(28) + to_seconds(1), 50, 0);

-- Sound: longer ago
insert into core.bulk_events (bulk_id, actor, began_at, sessions, late)
values ('b', 't', $known_until - to_days(28), 50, 50);
