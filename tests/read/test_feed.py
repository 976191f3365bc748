"""Feeds: items as pages of their own, summaries marked as summaries, entities refused."""

from __future__ import annotations

import pytest

from tests.read.made import pages_of, problems_of

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Herald</title>
<item><title>Dam opens &amp; holds</title><link>https://h.example/dam</link><dc:creator>Ana Brook</dc:creator>
<pubDate>Sat, 01 Feb 2031 10:00:00 GMT</pubDate><description>The dam opened.</description>
<content:encoded><![CDATA[<p>The dam opened on Monday.</p><p>It held, the mayor said.</p>]]></content:encoded></item>
<item><title>Rain</title><link>https://h.example/rain</link><description>It rained all night.</description></item>
<item><title>Hail tonight</title><link>https://h.example/hail</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title>Dam opens</title>
<link href="https://h.example/dam"/><updated>2031-02-01T10:00:00Z</updated>
<content type="html">&lt;p&gt;The dam opened.&lt;/p&gt;</content></entry></feed>"""


def test_each_item_is_a_page_with_its_headline_and_dates_as_tags() -> None:
    full, short, bare = pages_of("feed.xml", RSS.encode())
    assert full.text == "Dam opens & holds\n\nThe dam opened on Monday.\n\nIt held, the mayor said."
    assert (full.name, full.url, full.fetched, full.truncated) == ("feed.xml:1", "https://h.example/dam", None, None)
    tags = {tag.name: tag.value for tag in full.tags}
    assert tags["feed:published"] == "Sat, 01 Feb 2031 10:00:00 GMT" and tags["feed:author"] == "Ana Brook"
    assert short.text == "Rain\n\nIt rained all night." and short.truncated == "the feed gives a summary alone"
    assert bare.text == "Hail tonight" and bare.truncated == "the feed gives a headline alone"
    assert all(block.role == "body" for block in full.blocks)


def test_atom_is_read_and_told_whatever_its_name() -> None:
    (page,) = pages_of("x.html", ATOM.encode())
    assert page.text == "Dam opens\n\nThe dam opened."


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">',
        '<!ENTITY c SYSTEM "file:///etc/passwd">',
        '<!ENTITY % c SYSTEM "http://127.0.0.1/x">',
    ],
)
def test_a_feed_that_declares_entities_is_refused(entities: str, charset: str) -> None:
    bomb = f"<!DOCTYPE rss [{entities}]><rss><channel><item><title>&c;</title></item></channel></rss>"
    (problem,) = problems_of("feed.xml", bomb.encode(charset))
    assert "declares entities" in problem.what and not pages_of("feed.xml", bomb.encode(charset))


def test_a_number_that_is_no_character_costs_one_item_at_most() -> None:
    wild = RSS.replace("It rained all night.", "It rained &#1114112; all night.")
    texts = [page.text for page in pages_of("feed.xml", wild.encode())]
    assert texts[0].startswith("Dam opens") and texts[-1] == "Hail tonight"
    assert len(texts) + len(problems_of("feed.xml", wild.encode())) == 3


def test_a_cut_feed_gives_the_items_before_the_cut() -> None:
    cut = RSS[: RSS.index("<item><title>Hail")]
    assert [page.text[:4] for page in pages_of("feed.xml", cut.encode())] == ["Dam ", "Rain"]


def test_a_feed_without_items_says_so() -> None:
    (problem,) = problems_of("feed.xml", b"<rss version='2.0'><channel><title>x</title></channel></rss>")
    assert "no items" in problem.what
