"""Makes the set of pages that show a date or show none: our own articles, with dates printed in the ways of many desks.

``python -m bench.date_pages`` writes ``bench/sets/dates/pages.jsonl``: id, ``url`` where the page has one, the page as
``text`` or ``html``, ``published`` and ``updated`` (days, null where the page does not say), ``doubtful`` where it may
be read two ways.
"""

from __future__ import annotations

import json

from bench.comment_pages import FOLDER as PIECES
from bench.comment_pages import Piece, paragraphs, read_pieces

FOLDER = PIECES.parent / "dates"
DAY = "2031-03-02"
# How the date is printed ({} is nothing else), below or above the headline, and the page's address where one matters.
SHOWN: tuple[tuple[str, str, str], ...] = (
    ("below", "March 2, 2031", ""),
    ("below", "Published: 2 March 2031", ""),
    ("below", "By Ana Brook | March 02, 2031", ""),
    ("below", "Ana Brook\nMar 2, 2031, 11:47am EST", ""),
    ("below", "Sunday, March 2nd, 2031 at 4:07 p.m.", ""),
    ("below", "PUBLISHED: 10:48, Sun, Mar 2, 2031 | UPDATED: 11:05, Mon, Mar 3, 2031", ""),
    ("below", "Updated 1:39 am EST, Monday, March 3, 2031\nPublished 11:20 pm EST, Sunday, March 2, 2031", ""),
    ("below", "First Published: Mar 02 2031 | 4:07 PM IST\nLast Updated: Mar 03 2031 | 9:10 AM IST", ""),
    ("below", "2031-03-02 14:35:08", ""),
    ("below", "02.03.2031", "https://www.gelmen-bote.de/dam"),
    ("below", "02/03/2031", "https://www.norlandecho.co.uk/dam"),
    ("below", "02/03/2031 - posted by the news desk", "https://www.tolviapost.in/dam"),
    ("below", "03/02/2031 09:10 PM EST", ""),
    ("below", "Posted on March 2, 2031 by admin", ""),
    ("below", "2nd of March 2031", ""),
    ("below", "2 Mar 2031 • 1:16pm", ""),
    ("below", "By Ana Brook — March 2, 2031", ""),
    ("below", "Share\nTweet\nEmail\nMarch 2, 2031 | 4:10pm", ""),
    ("below", "Ana Brook Staff Writer\nMarch 2, 2031\n5:50 PM", ""),
    ("above", "March 2, 2031", ""),
    ("above", "HOME > NEWS > HARBOUR\nMarch 2, 2031 | BY: Ana Brook", ""),
    ("end", "Published 2 March 2031", ""),
    ("end", "(This story was first published on March 2, 2031)", ""),
    ("both", "March 2, 2031", ""),
    ("below", "Date: 2-Mar-2031", ""),
    ("below", "Release date: 2 March 2031", ""),
)
DOUBTFUL = ("02/03/2031", "Posted 02/03/2031", "By Ana Brook\n03.02.2031")
# What stands on pages that show no date of their own.
NONE: tuple[tuple[str, str], ...] = (
    ("masthead", "The Harbour Herald\nMonday, March 10, 2031\nWeather 61°"),
    ("masthead", "TODAY'S PAPER\nWednesday, 12th March 2031\nSee today's front and back pages"),
    ("related", "Related\nOld mill burns down\nMarch 9, 2031\nNew bridge for Pal\nMarch 11, 2031"),
    ("footer", "© 2031 Harbour Herald. All rights reserved."),
    ("footer", "Copyright 2014-2031 Harbour Herald"),
    ("inside", "The board was founded on April 4, 2019, and has met every month since."),
    ("inside", "On 12 March 2030 a court found that the plan had been drawn up without notice."),
    ("post", "— Harbour Watch (@harbourwatch) March 8, 2031"),
    ("comments", "3 Comments\nMarla Finch\nMarch 9, 2031 at 4:15 pm\nI was there and you are all wrong.\nReply\n"
                 "Piet\nMarch 10, 2031 at 5:15 pm\nSo was I, and please be kind.\nReply"),
    ("caption", "The harbour on March 1, 2031. Photo: Ana Brook"),
    ("plain", ""),
    ("plain", "By Ana Brook"),
)  # fmt: skip


def lay_out(piece: Piece, where: str, line: str, *, blank: bool) -> str:
    """A text page with the line where it belongs."""
    body = list(piece.parts[:5])
    head = ["Skip to content", "News", "Sport", "Weather"]
    if where == "masthead":
        head = [*line.split("\n"), *head]
    top = [piece.headline]
    if where in ("below", "both"):
        top += line.split("\n")
    if where == "above":
        top = [*line.split("\n"), *top]
    if where in ("inside", "post", "caption"):
        body.insert(2, line)
    tail = ["Share this story", "More from the Herald", "Baker finds ring in loaf after nine years", "Contact us"]
    if where == "both":
        tail.insert(2, "March 9, 2031")
    if where in ("end",):
        tail = [line, *tail]
    if where == "plain" and line:
        top.append(line)
    if where in ("related", "comments", "footer"):
        tail += line.split("\n")
    return ("\n\n" if blank else "\n").join([*head, *top, *body, *tail])


def mark_up(piece: Piece, where: str, line: str) -> str:
    """The same as HTML, without any tag that states a date."""
    text = "".join(f"<div>{part}</div>" for part in line.split("\n") if part)
    above = text if where in ("above", "masthead") else ""
    below = text if where in ("below", "both") or (where == "plain" and line) else ""
    after = text if where not in ("above", "masthead", "below", "both", "plain", "inside") else ""
    parts = list(piece.parts[:5])
    if where == "inside":
        parts.insert(2, line)
    return (
        f"<html><head><title>{piece.headline}</title></head><body><div class=top><a>News</a> <a>Sport</a></div>{above}"
        f"<div class=story><h1>{piece.headline}</h1>{below}{paragraphs(parts)}</div>{after}"
        "<div class=foot>Contact us</div></body></html>"
    )


def rows() -> list[dict[str, object]]:
    """One row a page; every way of printing as text and every third as HTML too."""
    pieces = read_pieces(PIECES / "pieces.txt")
    made: list[dict[str, object]] = []
    cases = [(where, line, url, "shown") for where, line, url in SHOWN]
    cases += [("below", line, "", "doubtful") for line in DOUBTFUL]
    cases += [(where, line, "", "none") for where, line in NONE]
    for number, (where, line, url, sort) in enumerate(cases):
        piece = pieces[number % len(pieces)]
        later = "2031-03-03" if "3, 2031" in line or "03 2031" in line else None
        gold = {"published": DAY if sort == "shown" else None, "updated": later if sort == "shown" else None,
                "doubtful": sort == "doubtful", **({"url": url} if url else {})}  # fmt: skip
        made.append({"id": f"{sort}-{number}-text", **gold, "text": lay_out(piece, where, line, blank=number % 2 == 0)})
        if number % 2 == 0:
            made.append({"id": f"{sort}-{number}-html", **gold, "html": mark_up(piece, where, line)})
    return made


def main() -> None:
    """Writes the set."""
    made = rows()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "pages.jsonl").write_text(
        "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in made), encoding="utf-8"
    )
    print(f"{len(made)} pages")


if __name__ == "__main__":
    main()
