"""Outlet, dates, authors and wire credit: each with what it rests on, unknown where the page does not say."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.read import Found, read_bytes
from onrecord.types import Article, Page, Tag
from tests.article.pages import BODY, HEADLINE, LEAD, article_of, read_page


def page_with(*, above: str = "", below: str = "", url: str | None = None) -> tuple[Page, Article]:
    parts = [HEADLINE, *([above] if above else []), *BODY, *([below] if below else [])]
    page = read_page("\n\n".join(parts), url=url)
    return page, article_of(page)


def test_first_published_outranks_last_updated() -> None:
    page, article = page_with(
        above="Last Updated : Mar 13 2031 | 4:07 PM IST", below="First Published: Mar 12 2031 | 9:30 AM IST"
    )
    assert article.published.value == "2031-03-12T09:30+05:30"
    assert article.updated.value == "2031-03-13T16:07+05:30"
    assert article.published.span is not None
    assert page.text[article.published.span.start : article.published.span.end] == "Mar 12 2031 | 9:30 AM IST"


def test_an_update_alone_stands_for_the_date_and_says_so() -> None:
    _, article = page_with(above="Updated on 13 March 2031")
    assert article.published.value == "2031-03-13"
    assert "update" in article.published.reasons[0]


def test_a_page_without_a_date_is_undated() -> None:
    _, article = page_with()
    assert article.published.value is None and article.published.reasons == ("no date on the page",)


def test_a_date_inside_the_report_is_not_the_date_of_the_report() -> None:
    page = read_page(
        "\n\n".join([HEADLINE, *BODY, "The dam was opened on July 3, 1912, and was painted twice since then."])
    )
    assert article_of(page).published.value is None


def test_a_date_in_the_address_counts_as_a_tag() -> None:
    _, article = page_with(url="https://herald.example/2031/03/14/old-dam-will-hold")
    assert (article.published.value, article.published.tag) == ("2031-03-14", "url")


def test_tags_of_a_page_give_dates_outlet_and_author() -> None:
    story = "".join(f"<p>{line}</p>" for line in BODY)
    article = article_of(read_page(
        '<html><head><meta property="og:site_name" content="Harbour Herald">'
        '<meta property="article:published_time" content="2031-03-14T08:00:00+01:00">'
        '<meta name="author" content="Ana Brook">'
        f"</head><body><h1>{HEADLINE}</h1>{story}</body></html>"
    ))  # fmt: skip
    assert (article.published.value, article.published.tag) == ("2031-03-14T08:00+01:00", "meta:article:published_time")
    assert article.outlet is not None and article.outlet.tag == "meta:og:site_name"
    assert [a.value for a in article.authors] == ["Ana Brook"]


def test_a_byline_names_its_authors_where_it_stands() -> None:
    page, article = page_with(above="By Ana Brook and Tom Reed")
    assert [page.text[a.span.start : a.span.end] for a in article.authors if a.span] == ["Ana Brook", "Tom Reed"]


def test_an_outlet_only_mentioned_is_not_the_outlet_of_the_page() -> None:
    page = read_page(
        "\n\n".join([HEADLINE, *BODY, "Brook told the Times of the leak, the Guardian reported on Friday."])
    )
    assert article_of(page).outlet is None


def test_the_address_of_a_known_outlet_names_it() -> None:
    _, article = page_with(url="https://www.theguardian.com/world/dam")
    assert article.outlet is not None and (article.outlet.value, article.outlet.tag) == ("Guardian", "url")


@pytest.mark.parametrize(
    ("lead", "place", "date", "wire"),
    [
        ("NORTHPORT (AP) — ", "Northport", None, "AP"),
        ("NORTHPORT, Mass., Dec. 11 (UPI) — ", "Northport", "XXXX-12-11", "UPI"),
        ("New Delhi [India], September 24 (ANI): ", "New Delhi", "XXXX-09-24", "ANI"),
        ("NORTHPORT, Ruritania, June 15, 2019 (RPA) - ", "Northport", "2019-06-15", "RPA"),
        ("NORTHPORT (MNA) - ", "Northport", None, "MNA"),
        ("NORTHPORT: ", "Northport", None, None),
        ("Northport: ", "Northport", None, None),
        ("(Northport) – ", "Northport", None, None),
    ],
)
def test_datelines_of_every_house_are_read(lead: str, place: str, date: str | None, wire: str | None) -> None:
    page = read_page("\n\n".join([HEADLINE, lead + LEAD.replace("of Northport", "in Northport"), *BODY[1:]]))
    article = article_of(page)
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date, article.dateline.wire) == (place, date, wire)
    assert (article.wire.value if article.wire else None) == wire


@pytest.mark.parametrize("opening", ["Brook: ", "DEAR READERS: ", "NATO: ", "Correction: ", "Q: "])
def test_a_speaker_before_a_colon_is_no_dateline(opening: str) -> None:
    page = read_page("\n\n".join([HEADLINE, opening + LEAD, *BODY[1:]]))
    assert article_of(page).dateline is None


@pytest.mark.parametrize("agency", ["PTI", "RPA"])
def test_a_lone_credit_line_gives_wire_and_place(agency: str) -> None:
    _, article = page_with(above=f"{agency} Northport [Ruritania]")
    assert article.wire is not None and article.wire.value == agency
    assert article.dateline is not None and article.dateline.place == "Northport"


@pytest.mark.parametrize(
    ("below", "wire"),
    [
        ("- AP", "AP"),
        ("(Reporting by Ana Brook in Northport; Editing by Tom Reed)", "Reuters"),
        ("With inputs from PTI", "PTI"),
        ("Brook has been quoted by Reuters twice this year.", None),
    ],
)
def test_a_credit_may_close_the_report(below: str, wire: str | None) -> None:
    _, article = page_with(below=below)
    assert (article.wire.value if article.wire else None) == wire


def test_agency_copy_in_a_staff_report_says_so() -> None:
    _, article = page_with(below="With inputs from agencies")
    assert article.wire is not None and article.wire.why == "staff report with agency copy"


def _items(feed: str) -> list[Article]:
    pages = [found.page for found in read_bytes("week.xml", feed.encode()) if isinstance(found, Found)]
    return [article_of(page) for page in pages]


def test_a_feed_dates_its_items_and_names_outlet_and_author() -> None:
    story = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in BODY)
    (article,) = _items(
        '<rss version="2.0"><channel><title>Harbour Herald</title><item><title>Old dam will hold</title>'
        "<author>desk@harbour.example (Ana Brook)</author><pubDate>Fri, 14 Mar 2031 08:00:00 GMT</pubDate>"
        f"<description>{story}</description></item></channel></rss>"
    )
    assert (article.published.value, article.published.tag) == ("2031-03-14T08:00+00:00", "feed:published")
    assert article.outlet is not None and (article.outlet.value, article.outlet.tag) == ("Harbour Herald", "feed:title")
    assert [(a.value, a.tag) for a in article.authors] == [("Ana Brook", "feed:author")]


def test_a_feed_may_say_when_an_item_was_changed() -> None:
    story = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in BODY)
    (article,) = _items(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><title>Old dam will hold</title>'
        "<published>2031-03-14T08:00:00Z</published><updated>2031-03-15T09:30:00Z</updated>"
        f'<content type="html">{story}</content></entry></feed>'
    )
    assert (article.published.value, article.updated.value) == ("2031-03-14T08:00+00:00", "2031-03-15T09:30+00:00")


def test_a_mail_came_out_when_it_was_sent_and_a_saved_page_did_not() -> None:
    story = "\n\n".join([HEADLINE, *BODY])
    head = "From: Herald <a@herald.example>\nDate: Fri, 14 Mar 2031 08:00:00 +0100\nMIME-Version: 1.0\n"
    sent = article_of(read_page(f"{head}Content-Type: text/plain; charset=utf-8\n\n{story}\n", "mail"))
    assert (sent.published.value, sent.published.tag) == ("2031-03-14T08:00+01:00", "mail:date")
    saved = article_of(read_page(
        f'{head}Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\n\n'
        f"<h1>{HEADLINE}</h1>{''.join(f'<p>{line}</p>' for line in BODY)}\n--b--\n", "mail"
    ))  # fmt: skip
    assert saved.published.value is None


@pytest.mark.parametrize(
    ("made", "before"),
    [("D:20310314093000+01'00'", "2031-03-15"), ("D:20310230", None), ("D:19700101000000Z", None)],
)
def test_the_day_a_pdf_was_made_bounds_its_date_and_is_not_it(made: str, before: str | None) -> None:
    page = replace(read_page("\n\n".join([HEADLINE, *BODY])), tags=(Tag("pdf:created", made),))
    published = article_of(page).published
    assert (published.value, published.after, published.before) == (None, None, before)
    assert len(published.reasons) == len(published.grounds) == (2 if before else 1)
