-- Without a session nobody has a record, and every tutor would drop out of the feed.
-- Remedy: deliver the sessions log, or ask for a later night with --as-of.

select $as_of as as_of
where
    not exists (
        select session.session_id from raw.sessions as session
        where session.known_at <= $known_until
    )
