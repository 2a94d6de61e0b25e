"""Read what the last night told of those who are folded again: since when their spells stood."""

from datetime import date

from tutor_reliability.standing.tail import Told
from tutor_reliability.warehouse import Opened

_TOLD = """
select
    spell.tutor_id, min(spell.rule), min(spell.since),
    any_value(coalesce(news.day, $as_of)) as unchanged_before
from review.spells as spell
inner join review.folds as fold on spell.tutor_id = fold.tutor_id
inner join tutors_asked as asked on spell.tutor_id = asked.tutor_id
left join stage.tutors_said as said on spell.tutor_id = said.tutor_id
left join news_from as news on spell.tutor_id = news.tutor_id
where
    fold.digest = concat_ws('/', asked.digest, said.said)
    and spell.tutor_id not in (select tutor_id from folds_kept)
group by spell.tutor_id, spell.rule
having count(*) = 1
"""


def told_before(opened: Opened, as_of: date) -> dict[str, Told]:
    """Give it by tutor, of those of whom nothing is new beside sessions.

    Args:
        opened: The warehouse, with the temporary tables of `news`, of who is asked and who is not
            folded again; its spells are still those of the last night.
        as_of: Tonight.
    """
    since: dict[str, dict[str, date]] = {}
    unchanged: dict[str, date] = {}
    for tutor_id, rule, day, before in opened.con.execute(_TOLD, {"as_of": as_of}).fetchall():
        since.setdefault(tutor_id, {})[rule] = day
        unchanged[tutor_id] = before
    return {one: Told(since=its, unchanged_before=unchanged[one]) for one, its in since.items()}
