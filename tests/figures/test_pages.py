"""What the pages promise a reader, as far as it can be told without a browser."""

import csv
import json
import re
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from dashboards import words
from dashboards.pages import render_site
from dashboards.words import script_json
from tests.figures.world import HOSTILE, World, publish
from tutor_reliability.errors import HomeStateError
from tutor_reliability.policy import load_book
from tutor_reliability.policy.show import show_json
from tutor_reliability.tables.values import RATE_SIGNALS

TOP = ("index", "queue", "assign", "trends", "calibration", "fairness", "run", "method")
RICH = Path(__file__).parents[1] / "fixtures" / "policies" / "rich.toml"
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$")


def test_hostile_texts_stay_text(hostile):
    for page in hostile.pages():
        read = hostile.read(page)
        scripts = [one for one in read.all("script") if "src" not in one]

        assert all(one.get("type") == "application/json" for one in scripts), page
        assert all(
            one["src"].startswith(("static/", "../static/"))
            for one in read.all("script")
            if "src" in one
        )
        assert "b" not in {tag for tag, _ in read.tags}, page
        assert "https://example.org/" not in {one.get("href") for one in read.all("a")}, page


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_shown_as_they_are(hostile, text):
    assert " ".join(text.split()) in hostile.read("assign.html").words


def test_json_cannot_break_out_of_its_script():
    said = script_json({"name": "</script><!--", "line": "\u2028\u2029", "and": "&"})

    assert not re.search("[<>&\u2028\u2029]", said)


def test_no_page_loads_anything_from_elsewhere(hostile):
    for page in hostile.pages():
        for tag, attrs in hostile.read(page).tags:
            for name in ("src", "href", "action", "srcset", "poster"):
                assert "//" not in (attrs.get(name) or ""), f"{page}: {tag} {name}"


def test_every_link_leads_somewhere(hostile):
    ids = {page: hostile.read(page).ids for page in hostile.pages()}
    for page in ids:
        for attrs in hostile.read(page).all("a"):
            path, _, anchor = attrs["href"].partition("#")
            target = (hostile.root / page).parent / path if path else hostile.root / page

            assert target.resolve().is_file(), f"{page}: {attrs['href']}"
            if anchor and "?" not in anchor:
                found = str(target.resolve().relative_to(hostile.root.resolve()))
                assert anchor in ids[found], f"{page}: {attrs['href']}"


def test_every_page_says_what_its_numbers_are(hostile):
    for page in hostile.pages():
        words = hostile.read(page).words

        assert "Data as of 31 Oct 2026" in words, page
        assert "Run 2026-10-31-00000007" in words, page
        assert "Policy itutor 2025-01-01" in words, page
        assert "Gate amber" in words, page


def test_a_red_gate_is_said_on_every_page(red):
    for page in red.pages():
        words = red.read(page).words

        assert "Numbers of tonight are not trusted: every row is accounted for" in words, page
        assert "Showing the state of 30 Oct 2026." in words, page
        assert "Nobody was flagged anew and nobody's eligibility got worse." in words, page


def test_a_green_gate_has_no_banner(tiny):
    assert all("not trusted" not in tiny.read(page).words for page in tiny.pages())


def test_every_figure_has_its_numbers_in_a_table(hostile):
    """Two figures have theirs in the table of another card, and say so."""
    for page in hostile.pages():
        html = hostile.html(page)
        for label, rest in re.findall(r'data-spec="[\w-]+"(.*?)</section>', html, re.DOTALL) and [
            (re.search(r'aria-label="([^"]*)"', one)[1], one.split("data-spec", 1)[1])
            for one in html.split('<div class="plot')[1:]
        ]:
            within = rest.split("</section>", 1)[0]
            assert "Show the numbers" in within or "table" in label, f"{page}: {label}"


def test_a_rate_never_stands_without_its_sessions(hostile):
    """Of those with too few sessions no rate is said at all."""
    tutors = pl.read_parquet(hostile.published / "marts" / "mart.tutor_rates.parquet")
    few = tutors.filter((pl.col("window_days") == 90) & ~pl.col("enough"))
    assert few.height

    for tutor in few["tutor_id"]:
        words = hostile.read(f"tutors/{tutor}.html").words
        assert "too few sessions to judge" in words or "there is no rate to judge" in words


def test_a_chance_is_told_beside_that_of_a_week_ago(hostile):
    """One calm week moves it far: who reads tonight's alone would think nothing was the matter."""
    marts = hostile.published / "marts"
    signals = pl.read_parquet(marts / "review.signals.parquet")
    kept = pl.read_parquet(marts / "review.signal_points.parquet")
    late = signals.filter((pl.col("signal") == RATE_SIGNALS[0]) & pl.col("chance").is_not_null())
    told = 0
    for tutor, tonight, chance in late.select("tutor_id", "as_of", "chance").iter_rows():
        page = hostile.root / "tutors" / f"{tutor}.html"
        before = kept.filter(
            (pl.col("tutor_id") == tutor)
            & (pl.col("signal") == RATE_SIGNALS[0])
            & (pl.col("day") <= tonight - timedelta(days=7))
        ).sort("day")
        if page.exists() and before.height and before["chance"][-1]:
            was = words.chance(before["chance"][-1])
            said = f"is {words.chance(chance)}; it was {was} a week ago"
            assert " ".join(said.split()) in hostile.read(f"tutors/{tutor}.html").words
            told += 1
    assert told


def test_the_order_of_the_queue_is_explained(hostile):
    words = hostile.read("queue.html").words

    assert "most late sessions above what the limit allows" in words
    assert "There is no hidden score." in words


def test_flags_are_reasons_to_look_and_people_decide(hostile):
    for page in hostile.pages():
        words = hostile.read(page).words
        assert (
            "A flag is a reason to look, not a verdict. Only a named person pauses anyone." in words
        )


@pytest.mark.parametrize("name", TOP)
def test_no_cell_of_a_csv_file_is_a_formula(hostile, name):
    links = [one["href"] for one in hostile.read(f"{name}.html").all("a") if "download" in one]
    assert links or name == "method"

    for link in links:
        with (hostile.root / link).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows
        dangerous = [
            cell
            for row in rows
            for cell in row
            if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not NUMBER.match(cell)
        ]
        assert dangerous == []


def test_an_incident_names_its_rows_in_the_logs(hostile):
    words = hostile.read("tutors/T-00001.html").words

    assert re.search(r"sessions\.csv\.gz:\d+ ?cancellations\.csv\.gz:\d+", words)


def test_a_word_of_a_student_is_shown_and_said_to_count_nowhere(hostile):
    assert "Shown, never scored" in hostile.read("tutors/T-00001.html").words


def test_rows_of_logs_add_up_on_the_page(hostile):
    words = hostile.read("run.html").words

    assert "Received = landed + duplicate + superseded + set aside + other events" in words
    assert "all accounted for" in words


def test_a_failed_check_shows_why_and_what_to_do(red):
    words = red.read("run.html").words

    assert "First to fix: Every row is accounted for: ask for the file again" in words
    assert "sessions/<b>2026-10-31</b>.csv" in words


def test_the_first_night_has_nothing_to_compare_with(tiny):
    assert "nothing to compare with" in tiny.read("index.html").words


def test_the_same_run_gives_the_same_bytes(hostile, tmp_path):
    render_site(hostile.published, tmp_path / "site")
    again = {
        str(path.relative_to(tmp_path / "site")): path.read_bytes()
        for path in sorted((tmp_path / "site").rglob("*"))
        if path.is_file()
    }

    assert again == hostile.files()


def test_timings_change_the_run_page_alone(tiny, render):
    other = render(World(tutors=5, nights=1))
    (other.published / "timings.json").write_text(
        '{"stages": [{"name": "core__tutor_days", "seconds": 1.5, "rows": 12, "status": "success"}'
        "]}"
    )
    render_site(other.published, other.root)
    one, two = tiny.files(), other.files()

    assert {name for name in one if one[name] != two[name]} == {"run.html"}
    assert "core.tutor_days" in other.read("run.html").words


def test_with_many_tutors_only_those_looked_at_get_a_page(render):
    site = render(World(tutors=60), all_tutors_up_to=10, other_tutors=3)
    marts = site.published / "marts"
    cases = set(pl.read_parquet(marts / "review.cases.parquet")["tutor_id"])
    offered = pl.read_parquet(marts / "mart.assignment_eligibility.parquet")
    held = set(offered.filter(pl.col("new_students") != "eligible")["tutor_id"])
    drawn = {path.stem for path in (site.root / "tutors").glob("*.html")}

    assert cases | held <= drawn
    assert len(drawn) < 60
    assert site.summary.tutors == len(drawn)
    assert site.summary.of_tutors == 60


def test_a_night_that_was_never_trusted_shows_nothing_and_says_so(tmp_path):
    published = publish(World(tutors=5, gate="red", nights=1), tmp_path)
    for path in (published / "marts").glob("*.parquet"):
        if not path.stem.startswith(("quality.", "raw.deliveries")):
            pl.read_parquet(path).clear().write_parquet(path)
    run = (published / "run.json").read_text()
    run = re.sub(r'"trusted_as_of": "[^"]*"', '"trusted_as_of": null', run)
    (published / "run.json").write_text(run)

    render_site(published, tmp_path / "site")

    assert "No night was trusted yet" in (tmp_path / "site" / "index.html").read_text()


def test_a_missing_mart_costs_one_line(tmp_path):
    published = publish(World(tutors=2, nights=1), tmp_path)
    (published / "marts" / "mart.tutors.parquet").unlink()

    with pytest.raises(HomeStateError, match=r"mart\.tutors\.parquet: is missing.*run the night"):
        render_site(published, tmp_path / "site")


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    published = publish(World(tutors=2, nights=1), tmp_path / "published")
    precious = tmp_path / "out" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("mine")

    with pytest.raises(HomeStateError, match="holds something else than a site"):
        render_site(published, precious.parent)
    assert precious.read_text() == "mine"


def test_the_policy_page_names_markets_and_the_texts_before(tmp_path):
    folder = publish(World(tutors=4, sessions=20, nights=1), tmp_path / "published")
    (folder / "policy.json").write_text(json.dumps(show_json(load_book(str(RICH)))))
    render_site(folder, tmp_path / "site")

    page = (tmp_path / "site" / "policy.html").read_text()

    assert "Market us" in page
    assert "America/*" in page
    assert "Version 1" in page
    assert "until the day before 2026-" in page


def test_the_queue_says_how_many_on_evidence_are_expected_to_be_false(hostile):
    words = hostile.read("queue.html").words
    signals = pl.read_parquet(hostile.published / "marts" / "review.signals.parquet")
    cases = pl.read_parquet(hostile.published / "marts" / "review.cases.parquet")
    asked = {"review_rate": "late_sessions", "review_days": "wiped_days",
             "review_near_line": "near_line"}  # fmt: skip
    surest: dict[str, float] = {}
    for tutor, rule, state in cases.select("tutor_id", "rule", "state").iter_rows():
        if rule in asked and state == "open":
            of = (pl.col("tutor_id") == tutor) & (pl.col("signal") == asked[rule])
            chance = signals.row(by_predicate=of, named=True)["chance"]
            surest[tutor] = max(surest.get(tutor, 0.0), chance)
    chances = list(surest.values())
    expected = sum(1 - one for one in chances)

    assert len(chances) > 3
    assert (
        f"Of the {len(chances)} here on evidence about {expected:.1f} are expected to be" in words
    )


def test_a_tutor_of_note_shows_the_evidence_down_to_each_session(hostile):
    events = pl.read_parquet(hostile.published / "marts" / "review.signal_events.parquet")
    tutor = events["tutor_id"][0]
    page = hostile.read(f"tutors/{tutor}.html")

    assert {"evidence", "chances", "events"} <= page.ids
    assert "Chance that the current rate is above the limit:" in page.words
    for session in events.filter(pl.col("tutor_id") == tutor)["session_id"]:
        assert session in page.words


def test_too_few_sessions_are_a_state_beside_what_may_be_offered(hostile):
    rates = pl.read_parquet(hostile.published / "marts" / "mart.tutor_rates.parquet")
    few = rates.filter((pl.col("window_days") == 90) & ~pl.col("enough"))["tutor_id"]
    enough = rates.filter((pl.col("window_days") == 90) & pl.col("enough"))["tutor_id"]
    assert few.len()
    assert enough.len()

    for tutor in few:
        assert "Too few sessions to judge" in hostile.read(f"tutors/{tutor}.html").words
    assert "Too few sessions to judge" not in hostile.read(f"tutors/{enough[0]}.html").words
    assert "Too few sessions to judge: 0 of 10 in 90 days" in hostile.html("assign.html")


def test_definitions_show_the_prior_of_the_month_and_whose_it_is(hostile):
    words = hostile.read("method.html").words

    assert "the policy's own: too few tutors" in words
    assert "8.0 % 12.0 % 63" in words
    assert "Night everywhere 1.42" in words


def test_a_run_of_an_earlier_version_has_pages_without_evidence(tmp_path):
    published = publish(World(tutors=12, nights=1), tmp_path)
    for path in (published / "marts").glob("review.*.parquet"):
        if path.stem not in ("review.flags", "review.cases"):
            path.unlink()
    render_site(published, published / "site")

    assert "No evidence was weighed in this run." in (published / "site/method.html").read_text()
    assert 'id="evidence"' not in (published / "site/tutors/T-00001.html").read_text()
