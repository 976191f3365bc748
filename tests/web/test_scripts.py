"""Pages that carry scripts in their text, names, titles and addresses: nothing of it runs, nothing becomes a tag."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from onrecord.record import Record
from onrecord.store.picked import Pick
from tests.web.conftest import Visit, served

CALL = "window.fired=1"
CALLS = (CALL, f"top['fi'+'red']=1,{CALL}", f"eval('{CALL}')")
TAGS = (
    "<script>{}</script>",
    "<scr<script>ipt>{}</script>",
    "</title><script>{}</script>",
    "</textarea><script>{}</script>",
    "<img src=x onerror={}>",
    "<img/src=x/onerror={}>",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<body onload={}>",
    "<iframe srcdoc='<script>parent.{}</script>'>",
    "<iframe src='javascript:{}'>",
    "<object data='javascript:{}'>",
    "<details open ontoggle={}>",
    "<video><source onerror={}>",
    "<input autofocus onfocus={}>",
    "<a href='javascript:{}' autofocus onfocus={}>x</a>",
    "<math><mi xlink:href='javascript:{}'>x",
    "<form><button formaction='javascript:{}'>x",
    "<style>@import 'javascript:{}'</style>",
    "<marquee onstart={}>",
)
WRAPS = ("{}", "'\"><{}", "&lt;{}&gt;{}", "{{{{7*7}}}}{}", "{{% raw %}}{}", "--><{}")
VECTORS = [wrap.replace("{}", tag.replace("{}", call)) for wrap, tag, call in product(WRAPS, TAGS, CALLS)]
URLS = (
    "javascript:window.fired=1",
    "JaVaScRiPt:window.fired=1",
    "java\tscript:window.fired=1",
    "data:text/html,<script>1",
)
WILD = "script:not([src]), iframe, object, embed, style, main img, video, marquee, math, [onerror], [onload], [onfocus]"
# Every address on a page that is none of the web's own.
ADDRESSES = """() => [...document.querySelectorAll('[href], [action], [formaction]')]
    .map(e => e.href?.baseVal ?? e.href ?? e.action)
    .filter(h => h && !/^(https?:|[/#])/.test(h))"""
A_PAGE = 21


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server of pages that hold every vector in their words, speakers, titles, outlets, authors and addresses."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        for at in range(0, len(VECTORS), A_PAGE):
            mine = VECTORS[at : at + A_PAGE]
            lines = [f'Mayor {v} Lee said: "We will not sell the mill {v} to anyone at all."' for v in mine]
            row = {"url": URLS[at % len(URLS)], "title": f"Mill {mine[0]}", "outlet": mine[1], "author": mine[2],
                   "date": mine[3], "text": "\n\n".join(lines)}  # fmt: skip
            file.write(json.dumps(row) + "\n")
    path = folder / "hostile.db"
    with Record.open(path, fast=True) as record:
        record.add(folder / "rows.jsonl", workers=1)
        picked = [*list(record.shelf.statements)[:3], *list(record.shelf.clippings)[:1]]
        record.picks.put(Pick(name, VECTORS[at]) for at, name in enumerate(picked))
        for vector in VECTORS[:3]:
            record.watches.save(vector, at="2031-05-02")
    with served(path) as address:
        yield address, path


def test_there_are_as_many_vectors_as_promised() -> None:
    assert len(set(VECTORS)) == 378


def test_no_vector_fires_on_any_page(context: BrowserContext, hostile: tuple[str, Path]) -> None:
    home, path = hostile
    visit = Visit(context.new_page(), home)
    with Record.open(path, write=False) as record:
        shelf = record.shelf
        articles = [f"/a/{page}" for page in shelf.clippings]
        statements = [f"/s/{s}" for s in shelf.statements]
        assert len(articles) == len(VECTORS) // A_PAGE
        assert len(statements) > len(VECTORS) // 2
        evidence = [f"/e/{page}/0-200" for page in list(shelf.clippings)[:2]]
        people = [f"/p/{party.id}" for party in shelf.parties[:4] if party.kind in ("person", "body")]
        stories = [f"/st/{story.id}" for story in shelf.stories[:3]]
        threads = [f"/th/{thread.id}" for thread in shelf.threads[:1]]
    lists = ["/", "/statements", "/articles", "/people", "/stories", "/threads", "/relations", "/outlets", "/timeline",
             "/positions", "/copies", "/graph", "/review", "/ingest", "/search?q=mill", "/problems", "/report",
             "/report/extracts", "/report/ledger", "/watches", "/runs", "/runs/1"]  # fmt: skip
    for place in (*lists, *articles, *evidence, *people, *stories, *threads, *statements[::40]):
        page = visit.open(place)
        assert page.evaluate("window.fired") is None, place
        assert page.locator(WILD).count() == 0, place
        bad = page.evaluate(ADDRESSES)
        assert bad == [], place
    assert [line for line in visit.wrong if "outside" in line or "dialog" in line or "script" in line] == []


def test_a_vector_in_the_address_is_text(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    visit = Visit(page, home)
    for place in ("/search?q=", "/statements?speaker=", "/timeline?from=", "/positions?topic=", "/s/", "/outlet/",
                  "/report?title=", "/report/brief?title=", "/report?of="):  # fmt: skip
        for vector in VECTORS[:4]:
            page.goto(home + place + vector.replace("%", "%25").replace("#", "%23").replace("/", "%2F"))
            assert page.evaluate("window.fired") is None
    assert [line for line in visit.wrong if "404" not in line and "Failed to load" not in line] == []


def test_a_page_reads_from_right_to_left_and_marks_still_fit(context: BrowserContext, tmp_path: Path) -> None:
    text = 'منصور نے کہا: ”ہم مل نہیں بیچیں گے۔“\n\nMayor Ann Lee said: "We will not sell the mill."\n'
    (tmp_path / "urdu.txt").write_text(text, encoding="utf-8")
    with Record.open(tmp_path / "u.db", fast=True) as record:
        record.add(tmp_path / "urdu.txt", workers=1)
        statement = next(iter(record.shelf.statements.values()))
    with served(tmp_path / "u.db") as home:
        page = Visit(context.new_page(), home).open(f"/a/{statement.page}")
        first = page.locator(".text").first
        assert first.evaluate("e => getComputedStyle(e).direction") == "rtl"
        page.goto(f"{home}/e/{statement.page}/0-5")
        assert page.locator("mark").inner_text().split(":")[1].strip().startswith("منصور")
