"""Pages of one address: which are versions of one article, in what order, and what changed from one to the next."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.article.versions import find_versions
from onrecord.copies import find_copies
from onrecord.copies.origins import count_origins
from onrecord.kit.address import address_of
from onrecord.stages import clip
from onrecord.types import Clipping, Page
from tests.article.pages import BODY, HEADLINE, KIT

HERE = "https://www.herald.example/dam-holds"


def _clipping(name: str, lines: list[str], *, url: str | None = HERE, fetched: str | None = None) -> Clipping:
    return clip(Page(id=name, name=name, text="\n\n".join(lines), url=url, fetched=fetched), KIT)


OLD = _clipping("a", [HEADLINE, *BODY], fetched="2031-03-02T10:00:00Z")
NEW_LINES = [HEADLINE, BODY[0].replace("ten years", "two years"), *BODY[1:3], *BODY[4:], "Opposition leader Tom Quill "
             "said that he did not believe a word of it."]  # fmt: skip
NEW = _clipping("b", NEW_LINES, url=f"{HERE}/?utm_source=mail", fetched="2031-03-02T16:00:00Z")


def test_what_changed_stands_on_both_pages() -> None:
    (version,) = find_versions([NEW, OLD])
    assert (version.left, version.right, version.ordered) == ("a", "b", True)
    words = [
        (
            " ".join(OLD.page.text[s.start : s.end] for s in c.out),
            " ".join(NEW.page.text[s.start : s.end] for s in c.into),
        )
        for c in version.changes
    ]
    assert ("ten", "two") in words
    assert any(not out and into.startswith("Opposition leader") for out, into in words)


def test_statements_gained_and_lost_are_told() -> None:
    (version,) = find_versions([OLD, NEW])
    said = {s.id: OLD.page.text[s.content[0].start : s.content[-1].end] for s in OLD.statements}
    assert any("two leaks" in said[lost] for lost in version.lost)
    heard = {s.id: NEW.page.text[s.content[0].start : s.content[-1].end] for s in NEW.statements}
    assert any("believe a word" in heard[gained] for gained in version.gained)


def test_without_any_clock_the_order_is_unknown() -> None:
    left, right = (replace(c, page=replace(c.page, fetched=None)) for c in (OLD, NEW))
    (version,) = find_versions([left, right])
    assert not version.ordered and "unknown" in version.reasons[-1]


def test_a_front_page_on_two_days_is_no_version() -> None:
    other = _clipping("c", ["Baker finds ring", "A baker of Pal found a gold ring in a loaf on Monday."])
    assert find_versions([OLD, other]) == []


def test_the_same_words_at_another_address_are_no_version() -> None:
    assert find_versions([OLD, _clipping("d", NEW_LINES, url="https://echo.example/dam")]) == []


def test_three_versions_make_two_steps_of_one_article() -> None:
    third = _clipping("c", [*NEW_LINES, "The minister flew home on Sunday."], fetched="2031-03-03T08:00:00Z")
    found = find_versions([third, OLD, NEW])
    assert [(v.left, v.right, v.article) for v in found] == [("a", "b", "a:a"), ("b", "c", "a:a")]


def test_an_address_without_a_page_is_none() -> None:
    assert address_of("https://www.herald.example/") == ""
    assert address_of("http://herald.example/dam/#top") == address_of("https://www.herald.example/dam?utm_medium=x")


def test_versions_of_one_page_are_one_origin() -> None:
    pages = {c.page.id: c for c in (OLD, NEW)}
    copies = find_copies([OLD, NEW], KIT)
    counted = count_origins("x", sorted(pages), pages, copies)
    assert (counted.at_least, counted.at_most) == (1, 1)
    assert any("versions of one page" in reason for reason in counted.reasons)
