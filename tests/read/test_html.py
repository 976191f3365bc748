"""HTML to the text a reader sees, its blocks, and its tags."""

from __future__ import annotations

import pytest

from onrecord.read.html import read_html
from onrecord.read.thin import TAGS_LIMIT


def test_only_what_a_reader_sees_is_text() -> None:
    page = read_html(
        "<head><title>T</title><style>p{}</style></head><body><p>Rain <b>fell</b> on\n the town.</p>"
        "<script>var x</script><p hidden>secret</p><div style='display: none'>ad</div><span class='sr-only'>skip</span>"
        "<noscript>enable</noscript><!-- note --><p>It stopped.<p>Hail&nbsp;came."
    )
    assert page.text == "Rain fell on the town.\n\nIt stopped.\n\nHail came."


def test_blocks_cover_the_text_and_know_their_place_and_links() -> None:
    page = read_html("<div class='story'><p>Rain fell.</p><ul><li><a href=x>More rain</a></li><li>Hail</li></ul></div>")
    lines = [page.text[b.span.start : b.span.end] for b in page.blocks]
    assert lines == ["Rain fell.", "More rain", "Hail"]
    assert [b.path for b in page.blocks] == ["/html/body/div/p", "/html/body/div/ul/li", "/html/body/div/ul/li[2]"]
    assert [b.links for b in page.blocks] == [0, 9, 0]
    assert "div story" in page.blocks[0].hints


def test_two_line_breaks_part_paragraphs_and_one_may_not() -> None:
    page = read_html("<div>He said<br>rain fell.<br>It stopped.<br><br>Hail came</div>")
    lines = [page.text[b.span.start : b.span.end] for b in page.blocks]
    assert lines == ["He said\nrain fell.", "It stopped.", "Hail came"]


@pytest.mark.parametrize("end", ["<!-- never closed", "<script>never closed", "<textarea>never closed"])
def test_a_swallowed_end_is_marked(end: str) -> None:
    assert read_html(f"<p>Rain fell.</p>{end}<p>Lost.</p>").truncated
    assert read_html("<p>Rain fell.</p>").truncated is None


@pytest.mark.parametrize("deep", [1, 256, 5000])
def test_deep_nesting_loses_nothing(deep: int) -> None:
    page = read_html("<div>" * deep + "Rain fell." + "</div>" * deep + "<p>The end.</p>")
    assert page.text == "Rain fell.\n\nThe end."
    assert page.truncated is None


def test_tags_hold_meta_linked_data_and_times() -> None:
    page = read_html(
        '<html lang="en-GB"><head><title>Dam opens | Herald</title>'
        '<meta property="og:site_name" content="Harbour Herald">'
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Dam\n opens",'
        '"datePublished": "2031-02-01", "author": [{"name": "Ana Brook"}], },]}</script></head>'
        '<body><time datetime="2031-02-01T10:00">1 Feb</time><p>Rain.</p>'
    )
    tags = {(t.name, t.value) for t in page.tags}
    assert {
        ("html:lang", "en-GB"), ("html:title", "Dam opens | Herald"), ("meta:og:site_name", "Harbour Herald"),
        ("jsonld:datePublished", "2031-02-01"), ("jsonld:author", "Ana Brook"), ("time:datetime", "2031-02-01T10:00"),
    } <= tags  # fmt: skip


def test_hopeless_linked_data_is_passed_over() -> None:
    page = read_html('<script type="application/ld+json">{"a": [[[</script><p>Rain.</p>')
    assert page.text == "Rain."


def test_a_page_of_more_tags_than_any_is_cut_and_says_so() -> None:
    page = read_html("<p>Rain fell.</p>" * TAGS_LIMIT)
    assert len(page.blocks) == TAGS_LIMIT // 2
    assert page.truncated is not None and str(TAGS_LIMIT) in page.truncated


def test_a_heap_of_meta_tags_hides_no_text() -> None:
    page = read_html("<title>Dam</title>" + "<meta name=a content=1>" * TAGS_LIMIT + "<p>The dam held.</p>")
    assert (page.text, page.truncated) == ("The dam held.", None)
