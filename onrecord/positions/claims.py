"""What lining statements up needs to know of each: who for, when, about what, which way it leans."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from onrecord.groups import Party, Story, Thread, Utterance
from onrecord.kit import Kit
from onrecord.kit.recall import Recall, afresh
from onrecord.kit.terms import find_terms, stem_of, term_table
from onrecord.positions.polarity import AGAINST, FOR, Marker, leaning_of, leanings, marker_of, sorts_in
from onrecord.positions.saying import Saying, saying_of
from onrecord.positions.voices import Voices, voices_of
from onrecord.spans import hull, words_of
from onrecord.types import Clipping, Span, Statement

# Words of the sentence outside the content count for less than the content's own.
BESIDE = 0.6
# A sentence is looked for this far around the statement, since a cue may stand far from what it cues.
REACH_CHARS = 300
# "has ruled out any joint patrol, saying": a leaning word this close before the content governs it.
GOVERNS_CHARS = 24
# A leaning word speaks of the words of its clause this far to either side.
LEANS_CHARS = 90
GENERIC = ("generic",)
# What these acts speak of is what others do or should do: the speaker's side does not show in its words.
OTHERS = ("accuse", "demand", "report", "receive", "attitude")
NAMING = ("named", "body", "office", "document")
UNSURE = ("planned", "conditional")
# A name stands for these where a statement is told in one line.
PRONOUNS = frozenset({"", "he", "she", "it", "they", "him", "her", "who", "them", "we", "i"})
# Of a long source the first words name it; a content of fewer words than this brings its sentence along.
SOURCE_WORDS, SHORT_WORDS, REACH_WORDS = 8, 8, 36

_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+|\n")
_SELF = re.compile(r"\b(?:we|i|us|our|my)\b", re.I)
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w%])\s+([a-z]+)", re.I)


class Read(msgspec.Struct, frozen=True):
    """What a statement shows on its page alone: its sentence, and what a claim has of it whoever speaks."""

    reach: Span
    counts: Mapping[str, float]
    forms: Mapping[str, str]
    numbers: Mapping[str, str]
    kind: str
    lean: int
    leans_on: frozenset[str]
    own: bool
    retreats: bool
    saying: Saying
    told: str


class Reads(msgspec.Struct, frozen=True):
    """The statements of a page as read, in its order; None for those that claim nothing."""

    of: tuple[Read | None, ...]


class Claim(msgspec.Struct, frozen=True):
    """A statement as the lining up sees it.

    ``party`` is a party id or a page and name, ``None`` for unnamed and unstated speakers. ``places`` are
    all its carriers' contents. ``kind`` is deny, clarify, refuse,
    offer, insist or say; ``lean`` which way it leans, ``leans_on`` the stems it leans on,
    ``own`` whether the side is surely the speaker's own. ``addressed`` are the people
    and bodies but states that its sentence names, ``voices`` the bodies its speaker speaks for ("army").
    ``after`` and ``before`` are date prefixes that bound when it was said; ``day`` is for putting claims in order.
    ``saying`` is what its words show, ``told`` who says what in one line of words.
    """

    statement: Statement
    thread: str
    story: str
    counts: Mapping[str, float]
    forms: Mapping[str, str]
    numbers: Mapping[str, str]
    party: str | None = None
    name: str = ""
    offices: tuple[str, ...] = ()
    voices: frozenset[str] = frozenset()
    kind: str = "say"
    lean: int = 0
    leans_on: frozenset[str] = frozenset()
    own: bool = False
    retreats: bool = False
    addressed: frozenset[str] = frozenset()
    day: str | None = None
    after: str | None = None
    before: str | None = None
    firm: bool = True
    places: tuple[tuple[str, Span], ...] = ()
    saying: Saying = Saying()
    told: str = ""


class Desk(msgspec.Struct, frozen=True):
    """What statements are looked up in: parties by entity, entities by mention, stories and threads by page."""

    parties: Mapping[str, Party]
    stories: Mapping[str, str]
    begins: Mapping[str, str]
    threads: Mapping[str, str]
    marker: Marker
    voices: Voices


def desk_of(parties: Sequence[Party], threads: Sequence[Thread], stories: Sequence[Story], kit: Kit) -> Desk:
    """The desk for these groups."""
    thread_of = {story: thread.id for thread in threads for story in thread.stories}
    return Desk(
        parties={entity: party for party in parties for entity in party.entities},
        stories={page: story.id for story in stories for page in story.pages},
        begins={page: story.begin for story in stories for page in story.pages if story.begin},
        threads={page: thread_of.get(story.id, story.id) for story in stories for page in story.pages},
        marker=marker_of(kit),
        voices=voices_of(kit),
    )


def find_claims(
    clippings: Sequence[Clipping], utterances: Sequence[Utterance], desk: Desk, *, recall: Recall = afresh
) -> list[Claim]:
    """One claim a statement that says something, in order of date, page and place.

    Of the carriers of one utterance one is kept, with the speaker most of them name: a reprint is no
    second statement. Generic sources and refusals to comment say nothing that could be lined up.
    """
    carried = {s: utterance.id for utterance in utterances for s in utterance.statements}
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted((c for clipping in clippings for c in _claims_of(clipping, desk, recall)), key=order_of):
        groups[carried.get(claim.statement.id, claim.statement.id)].append(claim)
    return sorted((_best_known(group) for group in groups.values()), key=order_of)


def all_claims(clippings: Sequence[Clipping], desk: Desk) -> list[Claim]:
    """A claim of every statement there is, carriers apart and generic sources too, in order of the pages."""
    return [
        _claim(
            statement,
            clipping,
            {mention.id: mention.entity for mention in clipping.mentions},
            desk,
            _read(statement, clipping, desk),
        )
        for clipping in clippings
        for statement in clipping.statements
        if statement.content
    ]


def _best_known(carriers: Sequence[Claim]) -> Claim:
    """The first carrier whose speaker most carriers name; a known one before an unknown one."""
    named = Counter(claim.party for claim in carriers)
    best = min(carriers, key=lambda c: (c.party is None, -named[c.party], carriers.index(c)))
    return msgspec.structs.replace(best, places=tuple(place for claim in carriers for place in claim.places))


def order_of(claim: Claim) -> tuple[str, str, int]:
    """By its day or that of its story, or the earliest it may be, unknown last; then page and place."""
    return (claim.day or "~", claim.statement.page, claim.statement.content[0].start)


def speaker_of(claim: Claim) -> str:
    """Who speaks, in words for a reader."""
    return claim.name or (claim.statement.speaker or "an unstated speaker").removeprefix("unnamed: ")


def _claims_of(clipping: Clipping, desk: Desk, recall: Recall) -> Iterator[Claim]:
    reads = recall((clipping.page.id,), Reads, lambda: _reads_of(clipping, desk))
    entities = {mention.id: mention.entity for mention in clipping.mentions}
    for statement, read in zip(clipping.statements, reads.of, strict=True):
        if read is not None:
            yield _claim(statement, clipping, entities, desk, read)


def _reads_of(clipping: Clipping, desk: Desk) -> Reads:
    found: list[Read | None] = []
    for statement in clipping.statements:
        silent = not statement.content or statement.act in ("no_comment", "attitude") or statement.form in GENERIC
        read = None if silent else _read(statement, clipping, desk)
        found.append(read if read and read.counts else None)
    return Reads(tuple(found))


def _read(statement: Statement, clipping: Clipping, desk: Desk) -> Read:
    text = clipping.page.text
    reach = _sentence(text, hull((*statement.content, *statement.cue, *statement.source)))
    counts, forms = _terms(clipping, statement, reach, desk)
    kind, lean = _stand(statement, text, desk.marker)
    content = words_of(text, statement.content)
    return Read(
        reach=reach,
        counts=counts,
        forms=forms,
        numbers={stem_of(m.group(1)): m.group().split()[0].replace(",", "") for m in _NUMBER.finditer(content)},
        kind=kind,
        lean=lean,
        leans_on=_leans_on(statement, text, lean, desk.marker) & counts.keys(),
        own=_is_own(statement, text, desk.marker),
        retreats=kind == "clarify" or statement.modality == "negated" or "unsaid" in sorts_in(content, desk.marker),
        saying=saying_of(statement, text, reach=reach, governing=_governing(statement, text), marker=desk.marker),
        told=_told(statement, text, reach),
    )


def _claim(statement: Statement, clipping: Clipping, entities: Mapping[str, str], desk: Desk, read: Read) -> Claim:
    party = _party(statement, entities, desk)
    named = {
        found.id
        for mention in clipping.mentions
        if read.reach.start <= mention.span.start < read.reach.end
        and (found := desk.parties.get(mention.entity))
        and (found.kind == "person" or not desk.voices.is_state(found.name))
    }
    after, before = _when(statement, clipping)
    offices = tuple(sorted({" ".join(role.title.split()) for role in party.roles})) if party else ()
    return Claim(
        statement=statement,
        thread=desk.threads.get(statement.page, statement.page),
        story=desk.stories.get(statement.page, statement.page),
        counts=read.counts,
        forms=read.forms,
        numbers=read.numbers,
        party=party.id if party else _unlisted(statement),
        name=party.name if party else (statement.speaker or "") if _unlisted(statement) else "",
        offices=offices,
        voices=_voices(party, statement, offices, desk),
        kind=read.kind,
        lean=read.lean,
        leans_on=read.leans_on,
        own=read.own,
        retreats=read.retreats,
        addressed=frozenset(named - ({party.id} if party else set())),
        day=after if after == before else desk.begins.get(statement.page, after),
        after=after,
        before=before,
        firm=statement.modality not in UNSURE,
        places=((statement.page, hull(statement.content)),),
        saying=read.saying,
        told=read.told,
    )


def _told(statement: Statement, text: str, reach: Span) -> str:
    source, cue, content = (
        " ".join(words_of(text, spans).split()) for spans in (statement.source, statement.cue, statement.content)
    )
    if source.lower() in PRONOUNS and statement.speaker:
        source = statement.speaker.removeprefix("unnamed: ")
    line = in_line(source, cue, content)
    if len(content.split()) < SHORT_WORDS:
        line += f" ( {' '.join(text[reach.start : reach.end].split()[:REACH_WORDS])} )"
    # Half a surrogate pair has no bytes for a tokenizer.
    return line.encode("utf-8", "replace").decode()


def in_line(source: str, cue: str, content: str) -> str:
    """Who says what, in one line of words; of a long source its first words."""
    return f"{' '.join(source.split()[:SOURCE_WORDS])} {cue} : {content}".strip()


def _party(statement: Statement, entities: Mapping[str, str], desk: Desk) -> Party | None:
    """The party that speaks; none for an unnamed source, whatever name stands in its description, or an outlet."""
    if not statement.speaker or statement.speaker.startswith("unnamed:") or statement.form == "outlet":
        return None
    return desk.parties.get(entities.get(statement.mention or "", ""))


def _unlisted(statement: Statement) -> str | None:
    """A speaker known on its page alone, such as "the army" of a page that does not say whose."""
    if statement.form not in NAMING or not statement.speaker or statement.speaker.startswith("unnamed:"):
        return None
    return f"{statement.page}:{statement.speaker}"


def _voices(party: Party | None, statement: Statement, offices: Sequence[str], desk: Desk) -> frozenset[str]:
    if party:
        return desk.voices.of(party.name if party.kind == "body" else "", offices)
    return desk.voices.of(statement.speaker or "", ()) if _unlisted(statement) else frozenset()


def _governing(statement: Statement, text: str) -> str:
    """The cue, and the words just before each piece of content: "has ruled out" before "any joint patrol"."""
    before = [text[max(0, piece.start - GOVERNS_CHARS) : piece.start] for piece in statement.content]
    close = [re.split(r"[.;:!?,\n\"“”]", words)[-1] for words in before]
    return " . ".join((words_of(text, statement.cue), *close))


def _stand(statement: Statement, text: str, marker: Marker) -> tuple[str, int]:
    """The kind of a statement and which way it leans on its matter."""
    cue, content = _governing(statement, text), words_of(text, statement.content)
    in_cue, in_content = sorts_in(cue, marker), sorts_in(content, marker)
    lean = leaning_of(content, marker)
    if statement.act == "clarify":
        return "clarify", lean
    if statement.act in OTHERS:
        return "say", 0
    if statement.modality == "negated":
        # "He never said the port would open": what is denied is having said so.
        return "deny", AGAINST
    if statement.act == "deny" or "deny" in in_cue or "untrue" in in_content:
        return "deny", AGAINST
    if statement.act == "rule_out" or leaning_of(cue, marker) == AGAINST:
        return "refuse", AGAINST
    if lean == AGAINST:
        return "refuse", lean
    if statement.act == "promise" or lean == FOR or leaning_of(cue, marker) == FOR:
        return "offer", FOR
    return ("insist" if statement.act in ("insist", "confirm") else "say"), lean


def _is_own(statement: Statement, text: str, marker: Marker) -> bool:
    """Whether the cue itself takes the side ("has declined"), or the speaker does as "we" or "I"."""
    taken = statement.act in ("rule_out", "promise", "deny") or leaning_of(_governing(statement, text), marker) != 0
    return taken or bool(_SELF.search(words_of(text, statement.content)))


def _leans_on(statement: Statement, text: str, lean: int, marker: Marker) -> frozenset[str]:
    """The stems the leaning words speak of: those of their clause, or of the content if the cue leans."""
    if not lean:
        return frozenset()
    found: set[str] = set()
    for piece in statement.content:
        words = text[piece.start : piece.end]
        held = [mark for mark, side in leanings(words, marker) if side == lean]
        whole = not held and leaning_of(_governing(statement, text), marker) == lean
        whole = whole or (not held and statement.act in ("rule_out", "promise", "deny"))
        for term in find_terms(words):
            near = (abs(term.start - m.start) <= LEANS_CHARS and m.start != term.start for m in held)
            if whole or any(near):
                found.add(term.stem)
    return frozenset(found)


def _when(statement: Statement, clipping: Clipping) -> tuple[str | None, str | None]:
    published = clipping.article.published
    if statement.said:
        return statement.said, statement.said
    if published.value:
        return published.value[:10], published.value[:10]
    return published.after, published.before


def _sentence(text: str, around: Span) -> Span:
    """The sentence or sentences a statement stands in, as far as ``REACH_CHARS`` to either side."""
    low, high = max(0, around.start - REACH_CHARS), min(len(text), around.end + REACH_CHARS)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, low, around.start)]
    after = _SENTENCE_END.search(text, max(around.end - 2, around.start), high)
    return Span(ends[-1] if ends else low, after.start() + 1 if after else high)


def _terms(
    clipping: Clipping, statement: Statement, reach: Span, desk: Desk
) -> tuple[dict[str, float], dict[str, str]]:
    """How much each term of the statement counts, and the form it has there.

    People, their titles, states, cue and source are who and where, not what: they count for nothing.
    """
    text, table = clipping.page.text, term_table()
    people = [span for m in clipping.mentions if m.kind == "person" for span in (m.span, *m.titles)]
    # Nobody named elsewhere on the page stands in the sentence.
    near = (span for span in people if span.start < reach.end and span.end > reach.start)
    aside = [*near, *statement.cue, *statement.source]
    counts: dict[str, float] = {}
    forms: dict[str, str] = {}
    for term in find_terms(text, reach.start, reach.end):
        common = table.is_common(term.stem) or len(term.stem) < 3 or term.stem in desk.voices.states
        if common or any(span.start <= term.start < span.end for span in aside):
            continue
        own = any(piece.start <= term.start < piece.end for piece in statement.content)
        counts[term.stem] = counts.get(term.stem, 0.0) + (1.0 if own else 0.0)
        forms.setdefault(term.stem, text[term.start : term.end])
    return {stem: count or BESIDE for stem, count in counts.items()}, forms
