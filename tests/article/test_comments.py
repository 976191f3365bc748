"""Threads of readers below an article: each comment by itself, with its writer's name, and none of it in the body."""

from __future__ import annotations

import pytest

from tests.article.pages import BODY, HEADLINE, article_of, read_page, text_of

STORY = "\n\n".join([HEADLINE, *BODY])
WRITERS = ["Marla Finch", "osk_native", "Henrik D."]
WORDS = [
    "I took that boat every day for eleven years. Who thought of this?",
    "Nobody asked us. Nobody ever asks us.",
    "Four million crowns is what they spend on a party, surely.",
]
ROWS = list(zip(WRITERS, WORDS, strict=True))
THREADS = {
    "a blog": "3 thoughts on “Old dam”\n"
    + "\n".join(f"{who} says:\nMarch 3, 2031 at 4:15 pm\n{words}\nReply" for who, words in ROWS)
    + "\nLeave a Reply\nYour email address will not be published.",
    "an embedded thread": "3 Comments\nSort by Best\nJoin the discussion…\n"
    + "\n".join(f"{who} • 3 hours ago\n{words}\n• Reply\n• Share ›" for who, words in ROWS),
    "a plugin": "3 Comments\nSort by Top\nAdd a comment...\n"
    + "\n".join(f"{who}\nLives in Northport\n{words}\nLike · Reply · 2 · 3h" for who, words in ROWS),
    "a daily": "COMMENTS (3)\n" + "\n".join(f"{who} | 9 years ago | Reply\n{words}" for who, words in ROWS),
    "a gadget page": "Top Rated Comments\n(View all)\n"
    + "\n".join(f"{who}\n2 days ago at 07:52 am\n{words}\nRating: 12 Votes" for who, words in ROWS),
    "a metropolitan paper": "Comments\nReader Picks\n"
    + "\n".join(f"{who}\nFar Point | March 3\n{words}\n1 Reply13 RecommendShareFlag" for who, words in ROWS),
}


@pytest.mark.parametrize("thread", THREADS.values(), ids=THREADS)
def test_each_comment_has_its_words_and_its_writer(thread: str) -> None:
    page = read_page(f"{STORY}\n\n{thread}")
    article = article_of(page)
    found = [(c.author, " ".join(page.text[s.start : s.end] for s in c.spans)) for c in article.comments]
    assert found == ROWS
    spans = [c.author_span for c in article.comments]
    assert [page.text[s.start : s.end] for s in spans if s] == WRITERS


@pytest.mark.parametrize("thread", THREADS.values(), ids=THREADS)
def test_no_comment_stands_in_the_body(thread: str) -> None:
    page = read_page(f"{STORY}\n\n{thread}")
    body = " ".join(page.text[b.span.start : b.span.end] for b in article_of(page).blocks if b.role == "body")
    assert not [words for words in WORDS if words in body]


def test_a_reply_names_the_one_who_replies() -> None:
    first = "2 Comments\nAna Brook\n•\n3 hours ago\nIt will hold.\nReply"
    thread = f"{first}\nTom Quill\n➤\nAna Brook\n•\n2 hours ago\nI doubt it.\nReply"
    assert [c.author for c in article_of(read_page(f"{STORY}\n{thread}")).comments] == ["Ana Brook", "Tom Quill"]


def test_a_link_to_the_comments_above_the_text_opens_no_thread() -> None:
    page = read_page("\n\n".join([HEADLINE, "12 Comments", *BODY]))
    assert article_of(page).comments == ()


def test_an_article_without_comments_has_none() -> None:
    assert article_of(read_page(STORY)).comments == ()


def test_a_thread_without_heading_leaves_the_article_above_it() -> None:
    posts = "\n".join(f"12-03-2031, 09:10 AM\n{who}\n{words}\nReply With Quote" for who, words in ROWS)
    page = read_page("\n".join([HEADLINE, "Published: 14:02, 2 March 2031", *BODY, posts]))
    article = article_of(page)
    assert text_of(page, article, "body") == BODY
    assert len(article.comments) == len(ROWS)
