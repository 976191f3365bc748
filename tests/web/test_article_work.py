"""The article's page at work: another version beside it, a person's card, a wrong cut put right, hits in a search."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, expect
from starlette.testclient import TestClient

from onrecord.record import Record
from onrecord.web import make_app
from tests.web.conftest import Visit, served

ROW = {
    "url": "https://tarn.example/mill",
    "outlet": "Tarn Post",
    "title": "Mill sold",
    "date": "2031-04-02",
    "text": 'The old mill has been sold to a firm from Velden, the town hall said on Tuesday.\n\n"We got a fair '
    'price," Mayor Ann Lee told reporters.\n\nThe council of Tarn meets again next week to vote on its budget.\n',
}


def versions(folder: Path) -> tuple[Path, str]:
    """A record of two versions of one page, and the id of the later."""
    text = ROW["text"].replace("a fair price", "a price").replace("sold to", "leased to")
    rows = (ROW, {**ROW, "date": "2031-04-03", "text": text})
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    path = folder / "v.db"
    with Record.open(path, fast=True) as record:
        record.add(folder / "rows.jsonl", workers=1)
        later = next(a.page for a in record.articles() if a.published.value == "2031-04-03")
    return path, later


def test_an_article_shows_what_its_earlier_version_said(tmp_path: Path) -> None:
    path, later = versions(tmp_path)
    shown = TestClient(make_app(path), base_url="http://127.0.0.1").get(f"/a/{later}").text
    assert "An earlier version" in shown
    assert re.search(r"<del>.*?>sold<.*?→ <ins>.*?>leased<", shown, re.S)
    assert re.search(r'<span class="[^"]*\bedit\b[^"]*"[^>]*>leased</span>', shown)


def test_a_name_opens_its_card_beside_the_text_and_the_page_of_the_person_without_scripts(
    visit: Visit, no_scripts: BrowserContext, home: str, story: Record
) -> None:
    statement = next(s for s in story.statements(manner="direct") if s.speaker and story.shelf.party(s))
    page = visit.open(f"/a/{statement.page}")
    page.check("#show-people")
    name = page.locator(".sheet a.name").first
    words = name.inner_text()
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer h2")).to_be_visible()
    assert page.url.endswith(statement.page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('a.name')")
    plain = no_scripts.new_page()
    plain.goto(f"{home}/a/{statement.page}")
    plain.locator(".sheet a.name").first.click()
    assert "/p/" in plain.url
    assert words.split()[-1] in plain.locator("main").inner_text()


def test_a_wrong_cut_is_put_right_and_taken_back(context: BrowserContext, tmp_path: Path) -> None:
    path, later = versions(tmp_path)
    with served(path) as home:
        visit = Visit(context.new_page(), home)
        page = visit.open(f"/a/{later}?cuts=yes")
        row = page.locator(".row", has_text="The council of Tarn")
        row.locator("button", has_text="Not article here").click()
        expect(page.locator("section.yours")).to_contain_text("no part of the article")
        folded = page.locator("details.cut", has_text="The council of Tarn")
        for _ in range(100):
            if folded.count():
                break
            page.wait_for_timeout(200)
            page.reload()
        assert folded.count() == 1
        page.locator("section.yours button", has_text="Undo").click()
        expect(page.locator("section.yours")).to_have_count(0)
        assert visit.wrong == []


def test_the_words_looked_for_are_marked_in_what_is_found(visit: Visit) -> None:
    page = visit.open("/search?q=patrol*")
    hits = page.locator(".card .words mark")
    assert hits.count() >= page.locator(".card").count() > 0
    assert all(words.casefold().startswith("patrol") for words in hits.all_inner_texts())
