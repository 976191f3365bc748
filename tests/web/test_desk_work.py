"""An analyst at work: from the first page to the evidence by keys alone, decisions and undo, pages dropped in."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from onrecord.record import Record
from tests.web.conftest import Visit, served

PAGE = 'Harbour mill stays\n\n"We will not sell the mill," Mayor Ann Lee told reporters on Monday.\n'


def press(page: Page, keys: str) -> None:
    # Keys answer once the scripts of the page have run.
    page.wait_for_load_state()
    for key in keys.split():
        page.keyboard.press(key)


def test_keys_alone_lead_from_the_first_page_to_the_evidence_and_back(visit: Visit) -> None:
    page = visit.open("/")
    press(page, "g s")
    page.wait_for_url("**/stories")
    press(page, "j o")
    page.wait_for_url("**/st/**")
    press(page, "j j o")
    page.wait_for_url("**/s/**")
    words = page.locator(".said blockquote").inner_text()
    press(page, "e")
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    assert page.evaluate("document.activeElement.closest('#drawer') !== null")
    expect(drawer.locator("mark").first).to_be_visible()
    expect(drawer).to_contain_text("SHA-256")
    press(page, "Escape")
    expect(drawer).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('a[data-drawer]')")
    assert words


def test_keys_alone_lead_from_the_first_page_to_a_judgement_and_its_undo(
    context: BrowserContext, own_file: Path
) -> None:
    with served(own_file) as home:
        visit = Visit(context.new_page(), home)
        page = visit.open("/")
        press(page, "g s")
        page.wait_for_url("**/stories")
        press(page, "j o")
        page.wait_for_url("**/st/**")
        press(page, "j o")
        page.wait_for_url("**/s/**")
        press(page, "e")
        expect(page.locator("#drawer mark").first).to_be_visible()
        press(page, "Escape x")
        expect(page.locator("section.yours")).to_contain_text("relation rejected")
        press(page, "u")
        expect(page.locator("section.yours")).to_have_count(0)
        assert visit.wrong == []


def test_keys_do_nothing_in_a_field_and_can_be_turned_off(visit: Visit) -> None:
    page = visit.open("/")
    press(page, "/")
    page.keyboard.type("gsj?")
    assert page.input_value("#find") == "gsj?"
    page.goto(visit.home + "/keys")
    page.uncheck("#keys-on")
    page.goto(visit.home + "/")
    press(page, "/")
    assert page.evaluate("document.activeElement.id") != "find"


def test_reading_works_with_scripts_off(no_scripts: BrowserContext, home: str, story: Record) -> None:
    page = no_scripts.new_page()
    statement = next(iter(story.shelf.statements))
    page.goto(f"{home}/s/{statement}")
    page.click("text=Evidence >> nth=0")
    assert "/e/" in page.url
    expect(page.locator("mark").first).to_be_visible()
    page.click("text=Open page")
    expect(page.locator("#mark")).to_be_attached()
    assert page.locator(".hit").first.inner_text()


def test_a_rejected_relation_is_kept_shown_and_undone(context: BrowserContext, own_file: Path) -> None:
    with Record.open(own_file, write=False) as record:
        relation = next(r for r in record.relations() if r.relation == "clarifies")
    with served(own_file) as home:
        visit = Visit(context.new_page(), home)
        page = visit.open(f"/s/{relation.left}")
        page.locator(".pair.v-clarifies button", has_text="Reject").first.click()
        expect(page.locator("section.yours")).to_contain_text("relation rejected")
        with Record.open(own_file, write=False) as record:
            assert [(j.why, j.verdict) for j in record.judgements()] == [("relation", "no")]
        page.locator("section.yours button", has_text="Undo").click()
        expect(page.locator("section.yours")).to_have_count(0)
        visit.open("/decisions")
        expect(page.locator("main")).to_contain_text("undone")
        assert visit.wrong == []


def test_a_wrong_speaker_is_kept_and_told_beside_the_statement(context: BrowserContext, own_file: Path) -> None:
    with Record.open(own_file, write=False) as record:
        statement = next(iter(record.shelf.statements))
    with served(own_file) as home:
        page = Visit(context.new_page(), home).open(f"/s/{statement}")
        page.select_option("#speaker", index=0)
        page.locator("form.line button", has_text="Keep").click()
        expect(page.locator("section.yours")).to_contain_text("wrong speaker")


def test_review_counts_and_gives_the_interval(context: BrowserContext, own_file: Path) -> None:
    with served(own_file) as home:
        visit = Visit(context.new_page(), home)
        page = visit.open("/review")
        first = page.locator(".review-card h2").inner_text(), page.locator("mark").first.inner_text()
        press(page, "a")
        expect(page.locator("[role=status]").first).to_contain_text("1 checked, 1 right")
        expect(page.locator("[role=status]").first).to_contain_text("between 21 and 100 %")
        assert (page.locator(".review-card h2").inner_text(), page.locator("mark").first.inner_text()) != first
        press(page, "x")
        expect(page.locator("[role=status]").first).to_contain_text("2 checked, 1 right")
        press(page, "u")
        expect(page.locator("[role=status]").first).to_contain_text("1 checked, 1 right")
        assert visit.wrong == []


def test_an_empty_record_takes_a_page_and_shows_its_statement(context: BrowserContext, tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(PAGE, encoding="utf-8")
    with served(tmp_path / "new.db") as home:
        visit = Visit(context.new_page(), home)
        page = visit.open("/")
        expect(page.locator("h1")).to_contain_text("Nothing on record yet")
        page.set_input_files("input[type=file]", tmp_path / "mill.txt")
        page.click("text=Add pages >> nth=0")
        page.wait_for_url("**/adding")
        expect(page.locator("#progress")).to_contain_text(re.compile("Done: 1 page read, 1 new"), timeout=60_000)
        visit.open("/statements")
        expect(page.locator(".card .words")).to_contain_text("We will not sell the mill")
        expect(page.locator(".card .by")).to_contain_text("Ann Lee")
        assert visit.wrong == []


def test_a_draft_is_held_against_the_record(visit: Visit, story: Record) -> None:
    page = visit.open("/verify")
    direct = next(s for s in story.shelf.statements.values() if s.manner == "direct")
    words = story.text(direct).strip('"“”,. ')
    page.fill("#draft", f'A minister said: "{words}". Another said: "The moon is made of salt and rope by law."')
    page.click("main button.strong")
    expect(page.locator(".verdict-chip").nth(0)).not_to_contain_text("not in this collection")
    expect(page.locator(".verdict-chip").nth(1)).to_contain_text("not in this collection")
    expect(page.locator(".verdict mark").first).to_be_visible()


def test_a_list_goes_away_with_its_filters(visit: Visit, story: Record) -> None:
    page = visit.open("/statements?act=clarify")
    with page.expect_download() as got:
        page.click(".take a >> text=CSV")
    lines = Path(got.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(story.statements(act="clarify"))
    assert all("clarify" in line for line in lines[1:] if line)


def test_light_and_dark_are_kept(visit: Visit) -> None:
    page = visit.open("/")
    light = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    assert light != dark
    page.goto(visit.home + "/people")
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") == dark


def test_what_came_since_a_reader_looked_is_told_on_the_first_page(
    context: BrowserContext, own_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "mill.txt").write_text(PAGE, encoding="utf-8")
    with served(own_file) as home:
        visit = Visit(context.new_page(), home)
        page = visit.open("/")
        press(page, ".")
        expect(page.locator("section.rail")).to_contain_text("Nothing since")
        page.set_input_files("input[type=file]", tmp_path / "mill.txt")
        page.locator("section.rail button", has_text="Add pages").last.click()
        page.wait_for_url("**/adding")
        expect(page.locator("#progress")).to_contain_text(re.compile("Done: 1 page read, 1 new"), timeout=60_000)
        rail = visit.open("/").locator("section.rail")
        expect(rail).to_contain_text("1 page with 1 statement since")
        expect(rail).to_contain_text("1 new story, 1 origin more at most")
        expect(rail).to_contain_text("Harbour mill stays")
        assert visit.wrong == []
