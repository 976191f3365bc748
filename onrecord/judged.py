"""What people have decided, put over what the machine proposes: cuts, speakers, relations, events, threads.

The rooms that join pages heed decisions on pairs themselves (parties, copies, utterances, origins, stories);
here stands what is left. A decision is kept on ids that lie on pages, since those outlive every re-run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord import labels
from onrecord.groups import Event, Judgement, Relation, Story
from onrecord.labels import KEPT_ROLES
from onrecord.types import Article, Block, Mention, Span, Statement, extent_of, page_of

SPEAKER, RIGHT, RELATION, EVENT, THREAD, CUT = "speaker", "right", "relation", "event", "same-thread", "cut"
# A relation may be stated with its kind: "relation:denies".
_KINDS: tuple[labels.Relation, ...] = (
    "affirms", "repeats", "contradicts", "denies", "clarifies", "later", "differs_in_detail", "related",
)  # fmt: skip
# What the first member of a party and of an utterance is on its page: a mention, a statement.
_LIES_ON = {"p": "m", "u": "s"}
_GROUP = re.compile(r"(?P<page>[^:]*):(?:(?P<letter>[pu])(?P<extent>[\d-]+)|y|y:t|s(?P<stated>[\d-]+):o)")


def lasting_id(name: str) -> str:
    """The id on a page that a group is named for: it stays when the group's own id moves. Other ids stay as given.

    >>> [lasting_id(n) for n in ("f00d:p3-9", "f00d:u3-9", "f00d:y", "f00d:y:t", "f00d:s3-9:o", "f00d:s3-9")]
    ['f00d:m3-9', 'f00d:s3-9', 'f00d', 'f00d', 'f00d:s3-9', 'f00d:s3-9']
    """
    found = _GROUP.fullmatch(name)
    if not found:
        return name
    if found["letter"]:
        return f"{found['page']}:{_LIES_ON[found['letter']]}{found['extent']}"
    return f"{found['page']}:s{found['stated']}" if found["stated"] else found["page"]


def lasting(judgement: Judgement) -> Judgement:
    """The judgement on ids that last; one on a copy or relation alone is on the two things it joins."""
    left, right = judgement.left, judgement.right
    if right in ("", left):
        joint = next((mark for mark in ("~", ":c-") if mark in left), None)
        if joint:
            left, _, right = left.partition(joint)
    return msgspec.structs.replace(judgement, left=lasting_id(left), right=lasting_id(right))


def amend_speaker(statement: Statement, judgement: Judgement, mentions: Iterable[Mention]) -> Statement:
    """A statement with the speaker a person gives it: a mention of its page, else a name; "no" makes it unknown.

    A name or entity of another page is taken by its name, and by the mention of that name on this page if one is.
    """
    why = (*statement.why, f"speaker judged{f' by {judgement.by}' if judgement.by else ''}")
    if judgement.verdict == "no":
        return msgspec.structs.replace(statement, speaker=None, mention=None, why=why)
    if judgement.verdict != "yes":
        return statement
    on_page = [m for m in mentions if m.page == statement.page and m.name]
    known = next((m for m in mentions if judgement.right == m.id), None)
    name = known.name if known is not None and known.name else judgement.right
    here = known if known in on_page else next((m for m in on_page if m.name == name), None)
    return msgspec.structs.replace(statement, speaker=name, mention=here.id if here else None, why=why)


class Cut(msgspec.Struct, frozen=True):
    """A stretch of a page that a person says is part of its article (``keep``), or is none.

    With an ``outlet`` its ``lines`` are heeded on every page of that outlet that has them.
    """

    page: str
    span: Span
    keep: bool
    lines: frozenset[str] = frozenset()
    outlet: str = ""


def cut_of(judgement: Judgement, text: str) -> Cut:
    """A judgement of this kind as a cut, with the text of its page; its right is an outlet, or nothing."""
    span = extent_of(judgement.left)
    lines = frozenset(plain_line(line) for line in text[span.start : span.end].splitlines() if line.strip())
    return Cut(page_of(judgement.left), span, judgement.verdict == "yes", lines, judgement.right)


def heed_cuts(article: Article, text: str, cuts: Sequence[Cut]) -> Article:
    """The article with the stretches put in or taken out that people have judged, later judgements over earlier."""
    if not cuts:
        return article
    blocks = list(article.blocks)
    for cut in cuts:
        same_outlet = article.outlet is not None and article.outlet.value == cut.outlet
        if cut.page == article.page:
            blocks = _put(blocks, cut)
        elif same_outlet:
            blocks = [
                _turned(b, cut) if plain_line(text[b.span.start : b.span.end]) in cut.lines else b for b in blocks
            ]
    return msgspec.structs.replace(article, blocks=tuple(sorted(blocks, key=lambda block: block.span)))


def plain_line(line: str) -> str:
    """A line as it is compared with others: its words, whatever blanks lie between."""
    return " ".join(line.split())


def _put(blocks: Sequence[Block], cut: Cut) -> list[Block]:
    """Blocks of the judged page itself: those inside the stretch change sides; one none lies in becomes a block."""
    inside = [b for b in blocks if cut.span.start <= b.span.start and b.span.end <= cut.span.end]
    crossed = any(b.span.start < cut.span.end and cut.span.start < b.span.end for b in blocks)
    if not inside and cut.keep and not crossed:
        return [*blocks, Block(cut.span)]
    return [_turned(b, cut) if b in inside else b for b in blocks]


def _turned(block: Block, cut: Cut) -> Block:
    if (block.role in KEPT_ROLES) == cut.keep:
        return block
    return msgspec.structs.replace(block, role="body" if cut.keep else "furniture")


def wrong_ones(judgements: Iterable[Judgement]) -> frozenset[str]:
    """The statements a person has judged to be no statements: they join nothing, and stay to be seen."""
    return frozenset(j.left for j in judgements if j.why == RIGHT and j.verdict == "no")


def heed_relations(
    relations: Sequence[Relation], judgements: Sequence[Judgement], statements: Iterable[str]
) -> list[Relation]:
    """The relations without those a person has rejected, with those accepted or stated, in order.

    A decision is on two statements; with a kind ("relation:denies") it is on that kind of relation alone.
    """
    there = frozenset(statements)
    decided = [j for j in judgements if j.why.split(":")[0] == RELATION and {j.left, j.right} <= there]
    found = list(relations)
    for judgement in decided:
        kind = judgement.why.partition(":")[2]
        pair = {judgement.left, judgement.right}
        mine = [r for r in found if {r.left, r.right} == pair and kind in ("", r.relation)]
        if judgement.verdict == "no":
            found = [r for r in found if r not in mine]
        elif judgement.verdict == "yes":
            said = f"judged so{f' by {judgement.by}' if judgement.by else ''}"
            stated = [msgspec.structs.replace(r, sure=1.0, reasons=(said, *r.reasons)) for r in mine]
            if not mine and kind in _KINDS:
                stated = [_stated(judgement, kind, said)]
                found = [r for r in found if {r.left, r.right} != pair]
            found = [r for r in found if r not in mine] + stated
    return found if not decided else sorted(found, key=lambda r: r.id)


def _stated(judgement: Judgement, kind: str, said: str) -> Relation:
    return Relation(
        id=f"{judgement.left}~{judgement.right}",
        left=judgement.left,
        right=judgement.right,
        relation=next(known for known in _KINDS if known == kind),
        directed=kind not in ("contradicts", "differs_in_detail", "related"),
        sure=1.0,
        reasons=(said,),
    )


def heed_events(events: Sequence[Event], judgements: Iterable[Judgement]) -> list[Event]:
    """The timeline without the entries a person has rejected by the id of any of its tellings."""
    wrong = {j.left for j in judgements if j.why == EVENT and j.verdict == "no"}
    return [event for event in events if not wrong & {event.id, *event.others}] if wrong else list(events)


def on_stories(judgements: Iterable[Judgement], stories: Iterable[Story]) -> list[Judgement]:
    """The judgements with those on threads put on the stories that their pages stand in today."""
    story_of: Mapping[str, str] = {page: story.id for story in stories for page in story.pages}

    def moved(name: str) -> str:
        return story_of.get(page_of(name), name)

    return [
        msgspec.structs.replace(j, left=moved(j.left), right=moved(j.right)) if j.why == THREAD else j
        for j in judgements
    ]
