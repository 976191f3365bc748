"""A page from HTML: the text a reader sees with its blocks, and what the page states outside of it."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from onrecord.read.advice import ask_trafilatura, keep_advised
from onrecord.read.tags import article_bodies, linked_data, read_tags
from onrecord.read.thin import thin
from onrecord.read.walk import Walked, walk
from onrecord.types import Block, Page, Tag

# Put at the end of the page before it is parsed: when the walk does not meet it, an element that was never
# closed (a comment, a script) has swallowed the rest of the page.
SENTINEL = "onrecord-end-of-page"
# The hints of a block end in these words where an adviser kept it.
ADVISED_BY_TOOL = "+tool"
ADVISED_BY_PAGE = "+page"
SHORT_BODY_CHARS = 200


def read_html(markup: str, *, name: str = "", url: str | None = None, article: bool = False) -> Page:
    """The page a piece of HTML shows; ``truncated`` says so when the end of the markup was swallowed.

    ``article`` says that the markup is the article alone, with nothing around it: no adviser is asked.

    >>> page = read_html("<title>Dam opens</title><p>The dam <b>opened</b>.</p><script>x</script><p>Rain fell.")
    >>> page.text
    'The dam opened.\\n\\nRain fell.'
    >>> page.blocks[1].path
    '/html/body/p[2]'
    """
    data, shortened = thin(markup.encode("utf-8", "replace"))
    tree = LexborHTMLParser(data + f'<i id="{SENTINEL}"></i>'.encode())
    walked = walk(tree, SENTINEL)
    things = linked_data(tree)
    tags = read_tags(tree, things)
    return Page(
        id="",
        name=name,
        text=walked.text,
        media="text/html",
        url=url or _own_url(tags),
        blocks=_whole(walked.blocks) if article else _advised(data, walked, article_bodies(things)),
        tags=tags,
        truncated=shortened or (None if walked.whole else "an element that is never closed hides the end of the page"),
    )


def _whole(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks that are the article by the word of their source."""
    return tuple(replace(block, role="body", hints=f"{block.hints}|{ADVISED_BY_PAGE}") for block in blocks)


def _advised(markup: bytes, walked: Walked, bodies: list[str]) -> tuple[Block, ...]:
    """Blocks with role "body" where an adviser kept them, "furniture" where none did."""
    text, blocks = walked.text, walked.blocks
    by_tool = keep_advised(text, blocks, ask_trafilatura(markup))
    by_page = keep_advised(text, blocks, "\n".join(body for body in bodies if len(body) >= SHORT_BODY_CHARS))
    advised = []
    for block, tool, page in zip(blocks, by_tool, by_page, strict=True):
        marks = (ADVISED_BY_TOOL if tool else "") + (ADVISED_BY_PAGE if page else "")
        hints = f"{block.hints}|{marks}" if marks else block.hints
        advised.append(replace(block, role="body" if marks else "furniture", hints=hints))
    return tuple(advised)


def _own_url(tags: tuple[Tag, ...]) -> str | None:
    """The address the page gives itself, when it is a whole one."""
    for name in ("link:canonical", "meta:og:url"):
        for tag in tags:
            if tag.name == name:
                try:
                    address = urljoin("", tag.value.strip())
                    parts = urlsplit(address)
                except ValueError:
                    continue
                if parts.scheme in ("http", "https") and parts.netloc:
                    return address
    return None
