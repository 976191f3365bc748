"""How many independent origins stand behind pages: one origin is one act of newsgathering."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from onrecord.copies.credits import Credit, chain_of, chain_of_page, own_outlet, pages_by_credit
from onrecord.copies.direction import order_of
from onrecord.copies.joining import join
from onrecord.groups import Copy, Event, Judgement, Origin, Origins, Passage
from onrecord.kit.address import address_of
from onrecord.labels import ANONYMOUS_FORMS
from onrecord.spans import overlap
from onrecord.types import Clipping, Span, Spans, Statement, extent_of, page_of

# A person's decision on two pages (or statements) under this name outranks the machine.
SAME_ORIGIN = "same-origin"
# A statement rests on a copied passage that holds this much of its content.
COVERED = 0.5
# A quotation of a speaker known by name may have been heard by both, unless this share of a page's prose is borrowed.
MUCH = 0.3

# Overlaps that make two pages of one address versions of one article.
TAKEN = ("reprint", "partial", "same_origin_rewritten")

# "said in a statement", "wrote in an open letter".
_WRITTEN = re.compile(
    r"\s+(?:[\w’']+\s+){0,2}?in (?:an?|its|his|her|their|the)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:statement|press release|release|communiqu[eé]|letter|memo)\b"
)
# "a statement by Hallam Paper read"
_WRITTEN_BY = re.compile(r"\b(?:statement|release|communiqu[eé]|letter|memo) (?:by|from|of) (?:the )?\Z")
WRITTEN_CHARS = 30

Place = tuple[str, Span]


class _Link(msgspec.Struct, frozen=True):
    """Why two pages rest on one act of newsgathering; ``firm`` unless it is a guess."""

    left: str
    right: str
    firm: bool
    reason: str
    spans: tuple[Place, ...] = ()


class _Matter(msgspec.Struct, frozen=True):
    """What origins are counted for: pages in order, each with its statement when one statement is meant.

    ``places`` are where a page tells of what is counted, each telling as its spans; none where whole pages count.
    """

    clippings: tuple[Clipping, ...]
    names: Mapping[str, str]
    carriers: Mapping[str, tuple[Statement, ...]]
    places: Mapping[str, tuple[Spans, ...]]

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each page."""
        return {clipping.page.id: clipping.page.text for clipping in self.clippings}


def count_origins(
    of: str,
    pages: Sequence[str],
    clippings: Mapping[str, Clipping],
    copies: Sequence[Copy],
    judgements: Sequence[Judgement] = (),
    *,
    statements: Sequence[str] = (),
) -> Origins:
    """How many acts of newsgathering these pages rest on, at least and at most, with the reasons.

    With ``statements`` (ids of the same words on these pages, or ``of`` being one) what counts is where that
    statement came from: one whose very words stand in a passage one page took from the other has one origin, though
    the rest of the pages may have two. Firm links join pages: the same text, the same agency or outlet credited,
    one page crediting the other, one release. Guessed ones are counted both ways: passages shared without credit,
    the same unnamed source's words. Two reporters who heard one speaker in public stay two.
    """
    known = [clippings[page] for page in sorted(set(pages)) if page in clippings]
    carriers = _carriers((of, *statements), known)
    places = {page: tuple(s.content for s in found) for page, found in carriers.items()}
    return _count(of, _matter(known, carriers, places), copies, judgements)


def count_fact_origins(
    event: Event, clippings: Mapping[str, Clipping], copies: Sequence[Copy], judgements: Sequence[Judgement] = ()
) -> Origins:
    """How many acts of newsgathering a dated fact rests on, over all pages that tell it.

    As for a statement, a fact whose sentence stands in a passage two pages share has one origin there, though the
    rest of the pages may have two.
    """
    places: dict[str, tuple[Spans, ...]] = {event.page: ((event.what,),)}
    for other in event.others:
        places[page_of(other)] = (*places.get(page_of(other), ()), (extent_of(other),))
    known = [clippings[page] for page in sorted(places) if page in clippings]
    return _count(event.id, _matter(known, {}, places), copies, judgements)


def _matter(
    known: Sequence[Clipping], carriers: Mapping[str, tuple[Statement, ...]], places: Mapping[str, tuple[Spans, ...]]
) -> _Matter:
    return _Matter(
        clippings=tuple(sorted(known, key=order_of)),
        names={c.page.id: c.page.file for c in known},
        carriers=carriers,
        places=places,
    )


def _count(of: str, matter: _Matter, copies: Sequence[Copy], judgements: Sequence[Judgement]) -> Origins:
    links = _links(matter, copies, judgements)
    members = [clipping.page.id for clipping in matter.clippings]
    parted = _parted(judgements)

    def bars(one: Sequence[str], two: Sequence[str]) -> bool:
        return any(frozenset((a, b)) in parted for a in one for b in two)

    firm = [link for link in links if link.firm]
    most = join(members, [(link.left, link.right) for link in firm], bars=bars)
    least = join(members, [(link.left, link.right) for link in [*firm, *links]], bars=bars)
    outlets = {c.key: c.name for clipping in matter.clippings if (c := own_outlet(clipping))}
    return Origins(
        of=of,
        pages=tuple(members),
        outlets=tuple(sorted(outlets.values())),
        at_least=len(least),
        at_most=len(most),
        groups=tuple(_origin(group, links, matter) for group in most),
        reasons=tuple(_reasons(matter, links, most, least)),
    )


def _carriers(ids: Iterable[str], clippings: Sequence[Clipping]) -> dict[str, tuple[Statement, ...]]:
    wanted = set(ids)
    found = {c.page.id: tuple(s for s in c.statements if s.id in wanted) for c in clippings}
    return {page: statements for page, statements in found.items() if statements}


def _links(matter: _Matter, copies: Sequence[Copy], judgements: Sequence[Judgement]) -> list[_Link]:
    """Every reason to join two of the pages, the person's first, then firm before guessed."""
    inside = {clipping.page.id for clipping in matter.clippings}
    links = [
        _Link(page_of(j.left), page_of(j.right), True, "a person has judged these to rest on one origin")
        for j in judgements
        if j.why == SAME_ORIGIN and j.verdict == "yes" and {page_of(j.left), page_of(j.right)} <= inside
    ]
    for copy in copies:
        if {copy.left, copy.right} <= inside:
            links += _by_copy(copy, matter)
    links += _by_credit(matter)
    links += _by_release(matter)
    links += _by_unnamed(matter)
    return sorted(links, key=lambda link: not link.firm)


def _by_copy(copy: Copy, matter: _Matter) -> list[_Link]:
    """One text is one origin; borrowed passages make one only for the statements that stand in them."""
    names = f"{matter.names[copy.left]} and {matter.names[copy.right]}"
    places = tuple(place for p in copy.passages for place in ((copy.left, p.left), (copy.right, p.right)))
    if copy.kind in TAKEN and (address := _one_address(copy, matter)):
        return [_Link(copy.left, copy.right, True, f"{names} are versions of one page, {address}", places)]
    if copy.kind == "reprint":
        share = max(copy.share_left, copy.share_right)
        return [_Link(copy.left, copy.right, True, f"{names} are one text ({share:.0%} of the prose of one)", places)]
    if copy.kind == "same_origin_rewritten":
        return [_Link(copy.left, copy.right, not matter.places, f"{names} tell one credited report", places)]
    if copy.kind != "partial":
        return []
    share = max(copy.share_left, copy.share_right)
    carried = [passage for passage in copy.passages if not passage.retold and _carries(passage, copy, matter)]
    if carried and _was_public(copy, matter) and all(p.quoted for p in carried) and share < MUCH:
        reason = f"{names} share passages ({share:.0%} of the prose of one), but both may have heard these words"
        return [_Link(copy.left, copy.right, False, reason, places)]
    if carried:
        spans = tuple(place for p in carried for place in ((copy.left, p.left), (copy.right, p.right)))
        return [_Link(copy.left, copy.right, True, f"these words of {names} stand in a passage both share", spans)]
    reason = f"{names} share passages ({share:.0%} of the prose of one) without saying whose they are"
    return [_Link(copy.left, copy.right, False, reason, places)]


def _one_address(copy: Copy, matter: _Matter) -> str:
    """The address two pages share; empty where they have none or two."""
    known = {c.page.id: address_of(c.page.url or "") for c in matter.clippings}
    return known[copy.left] if known[copy.left] == known[copy.right] else ""


def _was_public(copy: Copy, matter: _Matter) -> bool:
    """Whether the words are given to someone known by name on both pages, and to no outlet that heard them first.

    A fact told in marks is taken for such words.
    """
    if not matter.carriers:
        return True
    sides = [matter.carriers.get(page, ()) for page in (copy.left, copy.right)]
    return all(any(s.form not in ANONYMOUS_FORMS and s.speaker and not s.relays for s in side) for side in sides)


def _carries(passage: Passage, copy: Copy, matter: _Matter) -> bool:
    """Whether what is counted stands in the passage on both pages."""
    sides = ((copy.left, passage.left), (copy.right, passage.right))
    return all(any(_covered(told, span) for told in matter.places.get(page, ())) for page, span in sides)


def _covered(told: Spans, span: Span) -> bool:
    size = sum(piece.end - piece.start for piece in told)
    return size > 0 and sum(overlap(piece, span) for piece in told) >= COVERED * size


def _by_credit(matter: _Matter) -> list[_Link]:
    """Pages whose words came through one outlet or agency: linked where it is the first hop of one of them."""
    chains = {clipping.page.id: _chain(clipping, matter) for clipping in matter.clippings}
    first = {page: chain[0].key for page, chain in chains.items() if chain}
    links: list[_Link] = []
    for key, credits in sorted(pages_by_credit(chains).items()):
        heads = [credit for credit in credits if first[credit.page] == key]
        links += [_credit_link(heads[0], c, matter) for c in credits if heads and c.page != heads[0].page]
    return links


def _chain(clipping: Clipping, matter: _Matter) -> list[Credit]:
    statements = matter.carriers.get(clipping.page.id)
    return chain_of(statements[0], clipping) if statements else chain_of_page(clipping)


def _credit_link(head: Credit, other: Credit, matter: _Matter) -> _Link:
    one, two = matter.names[head.page], matter.names[other.page]
    spans = tuple((c.page, c.span) for c in (head, other) if c.span)
    if head.own and other.own:
        firm, reason = bool(matter.places), f"{one} and {two} are both pages of {head.name}"
    elif head.own or other.own:
        crediting, credited = (two, one) if head.own else (one, two)
        firm, reason = True, f"{crediting} credits {head.name}, the outlet of {credited}"
    else:
        firm, reason = True, f"{one} and {two} both credit {head.name}"
    return _Link(head.page, other.page, firm, reason, spans)


def _by_release(matter: _Matter) -> list[_Link]:
    """One written statement is one origin, however many outlets received it."""
    written = [
        (page, s)
        for page, statements in sorted(matter.carriers.items())
        for s in statements
        if s.form == "document" or _is_written(s, matter.texts[page])
    ]
    return _to_first(matter, written, True, "both rest on one written statement")


def _is_written(statement: Statement, text: str) -> bool:
    """Whether the page says beside the cue that the words were written: "Hallam Paper said in a statement"."""
    after = any(_WRITTEN.match(text, span.end) for span in (*statement.cue, *statement.source))
    return after or any(_WRITTEN_BY.search(text, max(0, s.start - WRITTEN_CHARS), s.start) for s in statement.source)


def _by_unnamed(matter: _Matter) -> list[_Link]:
    """The words of a source without a name, on two pages: one reporter heard them, or two did."""
    unnamed = [
        (page, s)
        for page, statements in sorted(matter.carriers.items())
        for s in statements
        if s.form in ANONYMOUS_FORMS
    ]
    return _to_first(matter, unnamed, False, "give the same words to an unnamed source")


def _to_first(matter: _Matter, found: Sequence[tuple[str, Statement]], firm: bool, how: str) -> list[_Link]:
    """A link from the first of these pages to each other one."""
    if not found:
        return []
    (head, first), rest = found[0], found[1:]
    return [
        _Link(
            head,
            page,
            firm,
            f"{matter.names[head]} and {matter.names[page]} {how}",
            tuple((p, span) for p, s in ((head, first), (page, statement)) for span in s.source),
        )
        for page, statement in rest
        if page != head
    ]


def _parted(judgements: Sequence[Judgement]) -> frozenset[frozenset[str]]:
    """The pairs of pages that a person has judged not to share an origin."""
    return frozenset(
        frozenset((page_of(j.left), page_of(j.right))) for j in judgements if j.why == SAME_ORIGIN and j.verdict == "no"
    )


def _origin(group: Sequence[str], links: Sequence[_Link], matter: _Matter) -> Origin:
    members = set(group)
    inner = [link for link in links if link.firm and {link.left, link.right} <= members]
    heads = [chain[0] for c in matter.clippings if c.page.id in members and (chain := _chain(c, matter))]
    credited = [credit for credit in heads if not credit.own]
    spans = {place for link in inner for place in link.spans} | {(c.page, c.span) for c in credited if c.span}
    reasons = [link.reason for link in inner] + [f"{matter.names[c.page]} credits {c.name}" for c in credited]
    return Origin(
        pages=tuple(group),
        credit=(credited or heads)[0].name if heads else None,
        reasons=tuple(dict.fromkeys(reasons)),
        spans=tuple(sorted(spans)),
    )


def _reasons(
    matter: _Matter, links: Sequence[_Link], most: Sequence[Sequence[str]], least: Sequence[Sequence[str]]
) -> list[str]:
    found = list(dict.fromkeys(link.reason for link in links if link.firm))
    if len(least) < len(most):
        found += [f"guessed: {reason}" for reason in dict.fromkeys(link.reason for link in links if not link.firm)]
    if len(least) > 1:
        found.append(f"nothing shared, credited or released links {len(least)} of them")
    unknown = [c.page.file for c in matter.clippings if own_outlet(c) is None]
    if unknown:
        found.append(f"outlet unknown: {', '.join(unknown)}")
    return found
