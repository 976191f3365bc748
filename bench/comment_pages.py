"""Makes the set of pages with readers' comments: articles and comments of our own, in the shapes of many platforms.

``python -m bench.comment_pages`` reads ``bench/sets/comments/pieces.txt`` and writes ``dev.jsonl`` and ``heldout.jsonl``
beside it: each platform as HTML and as two text dumps. Platforms of the held-out file were written with the others
and not looked at again while the room was built.
"""

# ruff: noqa: E501 - the markup stands as the platforms write it.
from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from onrecord.read.walk import BLOCKS

FOLDER = Path(__file__).parent / "sets" / "comments"
HELD_OUT = ("forum", "coral", "reddit", "letters")
_BLOCK = BLOCKS
_UNSEEN = frozenset(["script", "style", "noscript", "textarea", "head", "svg"])


class Said(msgspec.Struct, frozen=True):
    """A comment as written for the set: who, from where, and its paragraphs; a reply is one step deeper."""

    author: str
    town: str
    parts: tuple[str, ...]
    reply: bool = False

    @property
    def handle(self) -> str:
        """The author as a name without spaces."""
        return re.sub(r"\W+", "", self.author.lower())


class Piece(msgspec.Struct, frozen=True):
    """An article of the set and the comments its readers left."""

    headline: str
    byline: str
    parts: tuple[str, ...]
    said: tuple[Said, ...]


def read_pieces(path: Path) -> list[Piece]:
    """The pieces of a file: "# headline", "@ byline", paragraphs, "> author | town | text//second paragraph"."""
    pieces: list[Piece] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            pieces.append(Piece(line[2:], "", (), ()))
        elif line.startswith("@ "):
            pieces[-1] = msgspec.structs.replace(pieces[-1], byline=line[2:])
        elif line.startswith("> "):
            author, town, text = (part.strip() for part in line[2:].split("|", 2))
            said = Said(
                author, town, tuple(text.split("//")), reply=text.startswith("@") or len(pieces[-1].said) % 4 == 3
            )
            pieces[-1] = msgspec.structs.replace(pieces[-1], said=(*pieces[-1].said, said))
        elif line.strip():
            pieces[-1] = msgspec.structs.replace(pieces[-1], parts=(*pieces[-1].parts, line))
    return pieces


_ = html.escape


def paragraphs(parts: Sequence[str], around: str = "p") -> str:
    """Paragraphs as elements."""
    return "".join(f"<{around}>{_(part)}</{around}>" for part in parts)


def disqus(said: Sequence[Said]) -> str:
    """An embedded thread: votes, "3 hours ago", Reply and Share under each, replies nested."""
    out = [f'<div id="disqus_thread"><ul class="nav"><li>{len(said)} Comments</li><li>Harbour Herald</li><li>Login</li></ul>'
           "<div>Recommend 4</div><div>Sort by Best</div><div>Join the discussion…</div><ul class=post-list>"]  # fmt: skip
    for i, s in enumerate(said):
        above = f"<span> <i>➤</i> <a>{_(said[i - 1].author)}</a></span>" if s.reply else ""
        out.append(
            f'<li class="post"{" style=margin-left:48px" if s.reply else ""}><header><span class=author>{_(s.author)}</span>{above}'
            f"<span class=bullet> • </span><a class=time-ago>{i + 2} hours ago</a></header><div class=post-message>"
            f"{paragraphs(s.parts)}</div><footer><menu><li><a>{i * 3 % 7}</a></li><li>• <a>Reply</a></li><li>• <a>Share ›</a></li>"
            "</menu></footer></li>"
        )
    return "".join(out) + "</ul><div>✉ Subscribe</div><div>Ⓓ Add Disqus to your site</div></div>"


def wordpress(said: Sequence[Said]) -> str:
    """A blog's list: "Author says:", a date as a link, the text, Reply, and the form below."""
    out = [f'<div id="comments" class="comments-area"><h2 class="comments-title">{len(said)} thoughts on “Our report”</h2>'
           '<ol class="comment-list">']  # fmt: skip
    for i, s in enumerate(said):
        out.append(
            f'<li class="comment depth-{1 + s.reply}"><article class=comment-body><footer class=comment-meta>'
            f'<div class="comment-author vcard"><b class=fn>{_(s.author)}</b> <span class=says>says:</span></div>'
            f"<div class=comment-metadata><a>March {i + 3}, 2031 at {i + 1}:1{i % 6} pm</a></div></footer>"
            f"<div class=comment-content>{paragraphs(s.parts)}</div><div class=reply><a>Reply</a></div></article></li>"
        )
    return "".join(out) + ("</ol><div id=respond><h3>Leave a Reply</h3><p>Your email address will not be published. "
        "Required fields are marked *</p><label>Comment</label><label>Name *</label><label>Email *</label></div></div>")  # fmt: skip


def facebook(said: Sequence[Said]) -> str:
    """The plugin's text: name, employer, the text, "Like · Reply · 2 · 3h"."""
    out = [f'<div class="fb_comments"><div>{len(said)} Comments</div><div>Sort by Top</div><div>Add a comment...</div>']
    for i, s in enumerate(said):
        where = f"<div>Lives in {_(s.town)}</div>" if s.town else "<div>Works at Self-Employed</div>"
        out.append(
            f'<div class="UFIImageBlock"><div><a>{_(s.author)}</a></div>{where}<div><span>{"<br>".join(map(_, s.parts))}</span>'
            f"</div><div>Like · Reply{f' · {i}' if i else ''} · {i + 1}{'hdw'[i % 3]}</div></div>"
        )
    return "".join(out) + "<div>Load 4 more comments</div><div>Facebook Comments Plugin</div></div>"


def tabloid(said: Sequence[Said]) -> str:
    """A British tabloid's own: "Author, Town, Country, 2 hours ago", the text, "Click to rate"."""
    out = ['<div class="reader-cmts"><h3>Share or comment on this article</h3><h4>Comments 1'
           f'{len(said)}</h4><ul><li>Newest</li><li>Oldest</li><li>Best rated</li><li>Worst rated</li></ul>'
           "<p class=note>The comments below have not been moderated.</p>"]  # fmt: skip
    for i, s in enumerate(said):
        town = s.town or "Somewhere"
        out.append(
            f"<div class=cmt><p class=user-info><a class=js-usr>{_(s.author)}</a>, {_(town)}, Norland, {i + 1} hours ago</p>"
            f"<p class=comment-text>{_(' '.join(s.parts))}</p><div class=rating>Click to rate <b>{40 + i * 7}</b> <b>{i}</b></div>"
            f"<div class=cmt-actions>Reply</div></div>"
        )
    return "".join(out) + "<p>The views expressed in the contents above are those of our users.</p></div>"


def daily(said: Sequence[Said]) -> str:
    """A South Asian daily's own: "COMMENTS (5)", "Author | 9 years ago | Reply", the policy line at the end."""
    out = [f'<section class="lsn-comments"><h4>COMMENTS ({len(said)})</h4>']
    for i, s in enumerate(said):
        out.append(
            f'<div class="single-comment"><div class=li-meta><strong>{_(s.author)}</strong> | {i + 2} years ago | <a>Reply</a></div>'
            f"<div class=txt>{_(' '.join(s.parts))}</div></div>"
        )
    return "".join(out) + ("<p>Comments are moderated and generally will be posted if they are on-topic and not abusive.</p>"
                           "<p>For more information, please see our Comments FAQ</p></section>")  # fmt: skip


def recommends(said: Sequence[Said]) -> str:
    """Another daily's own: "Comments (7) Closed", name and clock on lines of their own, "Recommend 0"."""
    out = [f'<div class="comments"><h3>Comments ({len(said)}) Closed</h3>']
    for i, s in enumerate(said):
        out.append(
            f'<article class="comment"><span class="comment__author">{_(s.author)}</span>'
            f'<div class="comment__time">Oct 1{i}, 2031 0{i + 1}:4{i % 6}pm</div><div class="comment__body">'
            f"{paragraphs(s.parts)}</div><div><button>Recommend</button> <span>{i % 5}</span></div></article>"
        )
    return "".join(out) + "</div>"


def times(said: Sequence[Said]) -> str:
    """A metropolitan paper's own: name, "Town | March 3", the text, "Reply 12 Recommend Share Flag"."""
    out = ['<div class="commentsContainer"><h2>Comments</h2><span>The Ledger needs your voice. We welcome your on-topic '
           "commentary, criticism and expertise.</span><div>Reader Picks</div><div>All</div>"]  # fmt: skip
    for i, s in enumerate(said):
        out.append(
            f'<div class="commentBox"><div><b>{_(s.author)}</b></div><div>{_(s.town or "Far Point")} | March {i + 2}</div>'
            f"{paragraphs(s.parts)}<div><button>{'' if s.reply else '1 '}Reply</button><button>{13 * (i + 1)} Recommend</button>"
            f"<button>Share</button><button>Flag</button></div></div>"
        )
    return "".join(out) + "<div>See all comments</div></div>"


def broadsheet(said: Sequence[Said]) -> str:
    """A British broadsheet's own: user name, "2h ago", a count, the text, "Reply Share Report", "View discussion"."""
    out = [f'<div class="d-discussion"><h2>Comments ({len(said)}…)</h2><p>Sign in or create your account to join the discussion'
           "</p><p>This discussion is closed for comments</p><div>Order by oldest</div><div>Threads collapsed</div><ul>"]  # fmt: skip
    for i, s in enumerate(said):
        out.append(
            f'<li class="d-comment"><div><a>{_(s.handle)}</a></div><div>{i + 1}h ago</div><div>{i * 4}</div>'
            f'<div class="d-comment__body">{paragraphs(s.parts)}</div><div>Reply</div><div>Share</div><div>Report</div></li>'
        )
    return "".join(out) + "</ul><div>View more comments</div></div>"


def flagged(said: Sequence[Said]) -> str:
    """An Indian portal's: name and "12 days ago" in one line, the text, "0 0 Reply Flag"."""
    out = ['<div class="cmtwrap"><h3>All Comments (', str(len(said)), ')+^ Back to Top</h3><p>Refrain from posting comments '
           "that are obscene, defamatory or inflammatory.</p><div>Sort by: Newest</div>"]  # fmt: skip
    for i, s in enumerate(said):
        out.append(
            f"<div class=cmt_row><div class=cmt_head><span>{_(s.author)}</span><span> {i + 3} days ago</span></div>"
            f"<div class=cmt_text>{_(' '.join(s.parts))}</div><div class=foot><span>{i}</span> <span>0</span> "
            "<span>• Reply</span> <span>• Flag</span></div></div>"
        )
    return "".join(out) + "<div>Read all comments</div></div>"


def numbered(said: Sequence[Said]) -> str:
    """A thread without names: a numbered list with bullets for the replies, closed at its end."""
    items = "".join(
        f"{'<ul><li>' if s.reply else '<li>'}{paragraphs(s.parts)}{'</li></ul>' if s.reply else '</li>'}" for s in said
    )
    return f'<div id="comment-wrap"><ol class="commentlist">{items}</ol><p>Comments are closed.</p></div>'


def forum(said: Sequence[Said]) -> str:
    """A forum's thread below a quoted report: "#2", rank, join date, count of posts, the text, Quote."""
    out = ['<div id="posts"><div class="pagenav">Page 1 of 3 1 2 3 Last »</div>']
    for i, s in enumerate(said):
        out.append(
            f'<table class="tborder"><tr><td>12-0{i + 1}-2031, 09:1{i % 6} AM</td><td>#{i + 2}</td></tr><tr><td><a class=bigusername>'
            f"{_(s.author)}</a><div>Senior Member</div><div>Join Date: Jan 202{i % 9}</div><div>Posts: {41 * (i + 3)}</div></td>"
            f'<td class="postbody">{paragraphs(s.parts, "div")}<div>Reply With Quote</div></td></tr></table>'
        )
    return "".join(out) + "<div>« Previous Thread | Next Thread »</div></div>"


def coral(said: Sequence[Said]) -> str:
    """An open-source embed: name, "2 hours ago", the text, "Respect (3)", Reply, Share, Report."""
    out = ['<div id="coral_talk_stream"><div>All Comments (31)</div><div>This conversation is moderated according to the '
           "Gazette’s community rules. Please read the rules before joining the discussion.</div><div>Newest first</div>"]  # fmt: skip
    for i, s in enumerate(said):
        edited = "<span>(Edited)</span>" if i == 2 else ""
        out.append(
            f'<div class="coral-comment"><div><button>{_(s.handle)}</button></div><div><time>{i + 2} minutes ago</time>{edited}</div>'
            f'<div class="coral-comment-content">{paragraphs(s.parts, "div")}</div><div><button>Respect ({i})</button>'
            "<button>Reply</button><button>Share</button><button>Report</button></div></div>"
        )
    return "".join(out) + "<div>Load More</div></div>"


def reddit(said: Sequence[Said]) -> str:
    """A link board under a copied report: "[–]user 12 points 3 hours ago", "permalink save report reply"."""
    out = ['<div class="commentarea"><div>all 214 comments</div><div>sorted by: best</div>']
    for i, s in enumerate(said):
        out.append(
            f'<div class="thing"><p class=tagline><a>[–]</a><a class=author>{_(s.handle)}</a> <span>{12 + i} points</span> '
            f"<time>{i + 1} hours ago</time></p><div class=usertext-body>{paragraphs(s.parts)}</div><ul class=flat-list>"
            "<li>permalink</li><li>save</li><li>report</li><li>reply</li></ul></div>"
        )
    return "".join(out) + "<div>load more comments (38 replies)</div></div>"


def letters(said: Sequence[Said]) -> str:
    """A weekly's readers' views: the text first, its writer after a dash below."""
    out = ['<div class="readers"><h3>What our readers say</h3>']
    out += [
        f'<div class="view">{paragraphs(s.parts)}<p class="from">— {_(s.author)}{", " + _(s.town) if s.town else ""}</p></div>'
        for s in said
    ]
    return "".join(out) + "<p>Send us your view: write to the editor, Quay Street 4.</p></div>"


PLATFORMS: tuple[Callable[[Sequence[Said]], str], ...] = (
    disqus, wordpress, facebook, tabloid, daily, recommends, times, broadsheet, flagged, numbered, forum, coral, reddit,
    letters,
)  # fmt: skip
HANDLES = ("broadsheet", "coral", "reddit")


def herald(piece: Piece, thread: str) -> str:
    """An American local paper: thread after the body, related links and a footer below it."""
    return (
        f"<!doctype html><html lang=en><head><title>{_(piece.headline)} | Harbour Herald</title></head><body><nav><ul><li>News</li>"
        "<li>Sports</li><li>Obituaries</li><li>Weather 61°</li><li>Subscribe</li></ul></nav><main><article>"
        f"<h1>{_(piece.headline)}</h1><div class=byline>By {_(piece.byline)}</div><div class=date>March 2, 2031</div>"
        f"<div class=article-body>{paragraphs(piece.parts)}</div></article>{thread}<aside><h3>More from the Herald</h3><ul>"
        "<li>County fair sets record with giant squash</li><li>Two hurt as barn roof gives way</li><li>Bridge toll to rise in "
        "May</li></ul></aside></main><footer>© 2031 Harbour Herald. All rights reserved. Privacy Policy Terms of Use</footer>"
        "</body></html>"
    )


def echo(piece: Piece, thread: str) -> str:
    """A British paper: share buttons, most read between body and thread."""
    return (
        f"<html><head><title>{_(piece.headline)} - The Norland Echo</title></head><body><div class=masthead>The Norland Echo</div>"
        "<div class=menu><a>Home</a> <a>News</a> <a>Sport</a> <a>Travel</a> <a>Money</a></div><div class=article-text>"
        f"<h1>{_(piece.headline)}</h1><p class=author>By {_(piece.byline)}</p><p class=published>Published: 14:02, 2 March 2031 | "
        f"Updated: 16:40, 2 March 2031</p><ul class=share><li>Share</li><li>Email</li></ul>{paragraphs(piece.parts)}</div>"
        "<div class=most-read><h3>Most read</h3><ol><li>Baker finds ring in loaf after nine years</li><li>Snow warning for "
        f"the northern dales</li></ol></div>{thread}<div class=footer>Contact us | Advertise | Cookies</div></body></html>"
    )


def post(piece: Piece, thread: str) -> str:
    """A South Asian daily: breaking ticker above, tags and next stories below, then the thread."""
    return (
        f"<html><head><title>{_(piece.headline)}</title></head><body><div class=ticker>LATEST: Rain likely in upper valleys</div>"
        f"<div class=story><h1 class=title>{_(piece.headline)}</h1><div class=meta>{_(piece.byline)} | March 02, 2031</div>"
        f"<div class=story-content>{paragraphs(piece.parts)}</div><div class=tags>Tags: national politics</div><div class=like>"
        f"<p>Like us on our page to stay informed and join in the conversation.</p></div></div>{thread}<div class=next><h4>TOP "
        "STORIES</h4><p>Wheat price falls for third week</p><p>New college for Lakh Bazar</p></div></body></html>"
    )


SITES = (herald, echo, post)


def lines_of(markup: str) -> str:
    """A dump with one DOM string a line."""
    root = LexborHTMLParser(markup).body
    texts = (n.text_content or "" for n in root.traverse(include_text=True) if n.tag == "-text") if root else ()
    return "\n".join(" ".join(text.split()) for text in texts if text.strip())


def layout_of(markup: str) -> str:
    """A dump as a text browser makes it: a line a block, bullets and numbers for lists, deeper ones indented."""
    out: list[str] = []
    row: list[str] = []

    def end(blank: bool) -> None:
        line = " ".join("".join(row).split())
        row.clear()
        if line:
            out.append(line if not out or not out[-1].startswith("\0") else out.pop()[1:] + line)
        elif blank and out and out[-1] and not out[-1].startswith("\0"):
            out.append("")

    def visit(node: LexborNode, depth: int, number: list[int]) -> None:
        child = node.child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                row.append(child.text_content or "")
            elif tag == "br":
                end(False)
            elif tag not in _UNSEEN:
                block = tag in _BLOCK
                if block:
                    end(tag in ("p", "h1", "h2", "h3", "ul", "ol", "article"))
                if tag == "li":
                    number[0] += 1
                    out.append("\0" + "  " * depth + (f"{number[0]}. " if node.tag == "ol" else "* "))
                visit(child, depth + (tag in ("ul", "ol")), [0] if tag in ("ul", "ol") else number)
                if block:
                    end(tag in ("p", "h1", "h2", "h3", "ul", "ol"))
            child = child.next

    root = LexborHTMLParser(markup).body
    if root is not None:
        visit(root, 0, [0])
        end(False)
    return "\n".join(line for line in out if not line.startswith("\0"))


def rows_of(pieces: Sequence[Piece]) -> list[dict[str, object]]:
    """One row a page and form: id, platform, the page as ``html`` or ``text``, and the gold."""
    rows: list[dict[str, object]] = []
    for number, platform in enumerate(PLATFORMS):
        for turn in range(2):
            piece = pieces[(number * 2 + turn) % len(pieces)]
            said = [s for i, s in enumerate(piece.said) if (i + number + turn) % 5 != 4][: 9 - turn * 3]
            markup = SITES[(number + turn) % len(SITES)](piece, platform(said))
            name = platform.__name__
            gold: dict[str, object] = {
                "body": list(piece.parts),
                "comments": [{"author": None if name == "numbered" else s.handle if name in HANDLES else s.author,
                              "text": list(s.parts)} for s in said],
            }  # fmt: skip
            forms = {"html": markup} if not turn else {}
            dumps = {"lines": lines_of(markup), "layout": layout_of(markup)}
            for form, content in {**forms, **(dumps if turn else {"layout": dumps["layout"]})}.items():
                key = "html" if form == "html" else "text"
                rows.append({"id": f"{name}-{turn}-{form}", "platform": name, "renderer": form, key: content,
                             "spans": spans_of(content, gold, escaped=form == "html"), **gold})  # fmt: skip
    return rows


def spans_of(content: str, gold: dict[str, object], *, escaped: bool) -> list[list[int]]:
    """Where each paragraph of each comment stands in the file; a paragraph a dump broke is left out."""
    found, at = [], 0
    for comment in gold["comments"]:  # type: ignore[attr-defined]
        for part in comment["text"]:
            words = _(part) if escaped else part
            start = content.find(words, at)
            if start >= 0:
                found.append([start, at := start + len(words)])
    return found


def main() -> None:
    """Writes the two files."""
    rows = rows_of(read_pieces(FOLDER / "pieces.txt"))
    for name in ("dev", "heldout"):
        kept = [row for row in rows if (row["platform"] in HELD_OUT) == (name == "heldout")]
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
        (FOLDER / f"{name}.jsonl").write_text(text, encoding="utf-8")
        print(f"{name}: {len(kept)} pages of {len({row['platform'] for row in kept})} platforms")


if __name__ == "__main__":
    main()
