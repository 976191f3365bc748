"""Names in a text: what the tagger sees, and runs of capitals that titles, lists or verbs show to be names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.kit import Name
from onrecord.labels import Kind, Naming
from onrecord.people.found import Found
from onrecord.people.lexicon import Lexicon, is_masthead
from onrecord.people.likeness import is_slip, name_parts, part_of, same_person
from onrecord.people.roles import Roles, after_name, before_name, is_role, read_roles, title_end, widened
from onrecord.people.runs import Run, find_runs, has_body
from onrecord.people.tokens import Token, words_between

LONGEST_PERSON = 5
PHRASE_WORDS = 14
_DEMONYMS = ("n", "an", "ian", "ese", "ish", "i")
_INSIDE = frozenset(("in", "near", "outside", "inside", "across"))
# "Lashkar-e-Velmar": a campaign or a body, whatever a tagger sees in it.
_JOINED = re.compile(r"[A-Z]\w+-(?:e|ul)-[A-Z]\w+")
_PLACED = frozenset(("in", "at", "near", "from", "to", "into", "outside", "inside", "around", "via", "across", "of"))


def find_names(tokens: Sequence[Token], lexicon: Lexicon, tagged: Iterable[Name]) -> list[Found]:
    """Names in order of position, each with its titles; runs that nothing shows to be a name are left out."""
    runs = find_runs(tokens, lexicon, tagged)
    found = [made for run in runs for made in _name_of(tokens, run, lexicon)]
    return _without_overlap(found)


def called_so(tokens: Sequence[Token], found: Sequence[Found], lexicon: Lexicon) -> list[Found]:
    """The names, with words that nothing else explains read as people where a full name here holds them."""
    people = [name_parts(" ".join(f.words)) for f in found if f.kind == "person" and len(f.words) > 1]
    titled = {f.words[-1] for f in found if f.kind == "person" and len(f.words) == 1 and f.titles}
    places = _place_words(tokens, found)
    demonyms = {words[0].casefold() + end for words in places for end in _DEMONYMS}
    bodies = {f.words for f in found if f.kind == "person" and _after_the(tokens, f, lexicon)}
    bodies = {words for words in bodies if len(words) > 1 or not any(words[0].casefold() in full for full in people)}
    firms = {f.words[0] for f in found if f.kind == "body" and len(f.words) > 1 and not _is_reign(tokens, f, lexicon)}
    made = []
    for one in found:
        if one.words in places and one.form != "metonym" and one.kind in ("person", "other", "body"):
            made.append(msgspec.structs.replace(one, kind="place", gender="", titles=(), guessed=False))
            continue
        if len(one.words) == 1 and one.words[0].casefold() in demonyms:
            made.append(msgspec.structs.replace(one, kind="people", gender="", titles=(), guessed=False))
            continue
        if one.words in bodies:
            made.append(msgspec.structs.replace(one, kind="body", gender=""))
            continue
        parts = name_parts(" ".join(one.words))
        unsure = one.kind == "other" or (one.guessed and one.kind != "person")
        unsure = unsure or (_is_bare(one, lexicon) and one.words[0] not in firms)
        borne = len(one.words) > 1 and one.words[-1] in titled
        if unsure and (borne or any(_is_of(parts, full) for full in people)):
            made.append(_as_person(tokens, one, lexicon))
        else:
            made.append(one)
    return made


def _is_bare(one: Found, lexicon: Lexicon) -> bool:
    """Whether a name is one plain word that no list knows, which the tagger may have misread: "Tessel", not "FHA"."""
    word = one.words[0] if len(one.words) == 1 else ""
    plain = one.kind in ("body", "place") and one.form == "name" and not one.sort and not word.isupper()
    return bool(word) and plain and word not in lexicon.seats and word not in lexicon.states


def _is_reign(tokens: Sequence[Token], one: Found, lexicon: Lexicon) -> bool:
    """Whether a body's name is a person's with a small noun after it: "Tessel administration"."""
    return not tokens[one.last - 1].is_capital and tokens[one.last - 1].folded in lexicon.nouns


def _place_words(tokens: Sequence[Token], found: Sequence[Found]) -> set[tuple[str, ...]]:
    """Single words that behave as places here: "in Harbourton", or a people called after it ("Harbourtonian")."""
    last_names = {f.words[-1] for f in found if f.kind == "person" and (len(f.words) > 1 or f.titles)}
    last_names |= {f.words[0] for f in found if f.kind == "person" and len(f.words) > 1 and not f.guessed}
    peoples = {t.folded for t in tokens if t.is_capital and t.text not in last_names}
    placed: set[tuple[str, ...]] = set()
    for one in found:
        if len(one.words) != 1 or one.words[0] in last_names or one.words[0].isupper():
            continue
        before = tokens[one.first - 1].folded if one.first else ""
        called = any(one.words[0].casefold() + end in peoples for end in _DEMONYMS)
        if (before in _INSIDE and not one.hollow) or called:
            placed.add(one.words)
    return placed


def _after_the(tokens: Sequence[Token], one: Found, lexicon: Lexicon) -> bool:
    """Whether "the" stands right before a name without title: people take none ("the Harb Ost said").

    In "the Tessel family" it belongs to the noun.
    """
    before = tokens[one.first - 1] if one.first else None
    after = tokens[one.last] if one.last < len(tokens) else None
    if after is not None and after.is_word and not after.is_capital and after.folded in lexicon.nouns:
        return False
    titled = any(a < one.first for a, _ in one.titles)
    return before is not None and before.folded == "the" and not titled and one.words[-1][-1:] != "s"


def _is_of(parts: Sequence[str], full: Sequence[str]) -> bool:
    """Whether words are part of a full name, another form of it, or a slip of the pen for its last word."""
    if len(parts) == 1:
        return part_of(parts, full) > 0 or is_slip(parts[0], full[-1])
    return same_person(parts, full)


def _as_person(tokens: Sequence[Token], one: Found, lexicon: Lexicon) -> Found:
    """A name read anew as a person's, what was apposed to it kept."""
    made = _person(tokens, one.first, one.first, one.last, lexicon, True)
    return msgspec.structs.replace(
        made,
        titles=tuple(sorted({*one.titles, *made.titles})),
        heads=made.heads | one.heads,
        offices=made.offices | one.offices,
        about=made.about | one.about,
        gender=made.gender or one.gender,
        hollow=one.hollow,
    )


def _name_of(tokens: Sequence[Token], run: Run, lexicon: Lexicon) -> list[Found]:
    """The name in a run, its titles peeled off; nothing for a run that is a title alone."""
    first, last = run.first, run.last
    head = tokens[first]
    # "the DG CAB" is an office; "MNA" alone may be an agency.
    pointed = last - first > 1 or (first > 0 and lexicon.small.get(tokens[first - 1].folded) == "determiner")
    if pointed and head.text in lexicon.shorts and all(t.text.isupper() for t in tokens[first:last]):
        return []
    if run.label != "person" and _is_common(tokens, first, last, lexicon):
        return []
    opener = head.first and head.folded.endswith("ing") and head.text not in lexicon.given
    if run.label != "place" and (opener or head.folded in ("former", "late", "then")) and last - first > 1:
        first += 1
    if " ".join(t.folded for t in tokens[first:last]) in lexicon.outlets:
        words = words_between(tokens, first, last)
        return [Found(first, last, "body", "name", words=words, sort="outlet")]
    if run.label in ("", "person"):
        cut = _peel(tokens, first, last, lexicon)
        if cut == last:
            return []
    else:
        cut = first
    of = next((k for k in range(cut + 1, last) if tokens[k].folded == "of"), last)
    if run.label == "person" or (tokens[cut].text in lexicon.given and not has_body(tokens, cut, of, lexicon)):
        last = of
    kind, guessed = _kind_of(tokens, Run(cut, last, run.label), first < cut, lexicon)
    if kind == "person":
        return [_person(tokens, first, cut, last, lexicon, guessed)]
    if cut > first:
        cut = first
    words = words_between(tokens, cut, last)
    form: Naming = "metonym" if _is_actor(tokens, cut, last, words, lexicon) else "name"
    kind = "body" if form == "metonym" else kind
    sort = _sort_of(tokens, cut, last, lexicon)
    return [Found(cut, last, kind, form, words=words, sort=sort, guessed=guessed)]


def _is_common(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a tagged stretch is no name: the end of an office ("Secretary of State"), or people ("Democrats")."""
    if any(first < title_end(tokens, j, lexicon) >= last for j in range(max(0, first - 3), first)):
        return True
    noun = lexicon.nouns.get(tokens[first].folded) if last - first == 1 else None
    return noun is not None and noun.family == "person" and noun.plural


def _peel(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """Where the bare name starts in a run: after the last title word; ``last`` when the run is all title."""
    cut = first
    k = first
    while k < last:
        end = title_end(tokens[:last], k, lexicon)
        if end == k and is_role(tokens[k], lexicon):
            end = k + 1
        if end > k and not (k > first and tokens[k - 1].text in lexicon.given and cut < k):
            cut = min(end, last)
        k = max(end, k + 1)
    rest = tokens[cut:last]
    over = next(
        (e for j in range(max(0, first - 3), first) if first < (e := title_end(tokens, j, lexicon)) < last), cut
    )
    if cut == first and over > first:
        return over
    if cut > first and rest and all(t.text.isupper() and len(t.text) > 1 for t in rest):
        before = tokens[cut - 1]
        return last if before.text in lexicon.shorts or before.folded in lexicon.nouns else cut
    if (
        cut == last
        and last - first == 2
        and tokens[first].text in lexicon.given
        and tokens[first].folded not in lexicon.titles
    ):
        return first
    return cut


def _kind_of(tokens: Sequence[Token], run: Run, titled: bool, lexicon: Lexicon) -> tuple[Kind, bool]:
    """What a name names, and whether that is a guess: the lists first, then the tagger, then the company it keeps."""
    words = tokens[run.first : run.last]
    text = " ".join(t.text for t in words)
    if text in lexicon.states or text.removeprefix("The ") in lexicon.states:
        return "place", False
    text = text.title() if text.isupper() and text.title() in lexicon.seats else text
    if text in lexicon.seats and run.label != "people":
        return "place", False
    if text in lexicon.adjectives or text.removesuffix("s") in lexicon.adjectives:
        return "people", False
    if run.label == "person" and len(words) > 1 and (end := lexicon.nouns.get(words[-1].folded)) and not titled:
        return ("body" if end.family == "body" and not words[-1].surname else "person"), False
    if run.label == "person" and not titled and (words[0].folded == "operation" or _JOINED.fullmatch(words[0].text)):
        speaks = run.last < len(tokens) and tokens[run.last].folded in lexicon.verbs
        return ("body" if speaks else "other"), False
    if run.label in ("person", "body", "place", "people"):
        return run.label, False  # type: ignore[return-value]
    if titled or before_name(tokens, run.first, lexicon) < run.first:
        return "person", False
    if is_masthead([t.folded for t in words], lexicon) and words[0].text not in lexicon.given:
        return "body", False
    last = lexicon.nouns.get(words[-1].folded)
    if has_body(tokens, run.first, run.last, lexicon) or (last and last.family in ("body", "document")):
        return "body", False
    if len(words) == 1 and words[0].text.isupper() and len(words[0].text) > 1:
        return "body", True
    return _by_company(tokens, run, lexicon)


def _by_company(tokens: Sequence[Token], run: Run, lexicon: Lexicon) -> tuple[Kind, bool]:
    """A person when a given name opens it, or when an age, an apposition or a verb of speech stands beside it."""
    size = run.last - run.first
    if size > LONGEST_PERSON or any(t.text[0].isdigit() for t in tokens[run.first : run.last]):
        return "other", True
    if tokens[run.first].text in lexicon.given and size > 1:
        return "person", False
    if size > 1 and (after_name(tokens, run.last, lexicon) or _speaks_after_comma(tokens, run.last, lexicon)):
        return "person", False
    after = tokens[run.last].folded if run.last < len(tokens) else ""
    if after == "," and run.last + 1 < len(tokens) and tokens[run.last + 1].folded == "who":
        return "person", True
    before = tokens[run.first - 1].folded if run.first else ""
    if size > 1 and (after in lexicon.verbs or (before in lexicon.verbs and not tokens[run.first - 1].is_capital)):
        return "person", True
    return ("person", True) if size == 1 and tokens[run.first].text in lexicon.given else ("other", True)


def _speaks_after_comma(tokens: Sequence[Token], end: int, lexicon: Lexicon) -> bool:
    """Whether a phrase in commas and then a verb of speech follow: "Orvan Tessel, born in Oslo, said"."""
    if end >= len(tokens) or tokens[end].text != ",":
        return False
    close = next((k for k in range(end + 1, min(end + PHRASE_WORDS, len(tokens) - 1)) if tokens[k].text == ","), None)
    return close is not None and tokens[close + 1].folded in lexicon.verbs


def _person(tokens: Sequence[Token], first: int, cut: int, last: int, lexicon: Lexicon, guessed: bool) -> Found:
    """A person's name with the titles before it and the apposition after it."""
    over = next((j for j in range(max(0, first - 3), first) if title_end(tokens, j, lexicon) == cut), first)
    start = widened(tokens, over, lexicon) if over < first < cut else before_name(tokens, first, lexicon)
    after = after_name(tokens, last, lexicon)
    titles = ([(start, cut)] if start < cut else []) + ([after] if after else [])
    said = [read_roles(tokens, a, b, lexicon) for a, b in titles] or [Roles()]
    given = next((g for t in tokens[cut : last - 1] if not t.surname and (g := lexicon.given.get(t.text))), "")
    return Found(
        cut, last, "person", "name",
        words=words_between(tokens, cut, last),
        titles=tuple(titles),
        heads=frozenset().union(*(r.heads for r in said)),
        offices=frozenset().union(*(r.offices for r in said)),
        about=frozenset().union(*(r.about for r in said)),
        gender=next((r.gender for r in said if r.gender), "") or given,
        guessed=guessed,
    )  # fmt: skip


def _is_actor(tokens: Sequence[Token], first: int, last: int, words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a capital or seat stands for those who govern there: it acts ("denies"), and nothing happens in it."""
    text = " ".join(words)
    if text not in lexicon.seats and text.removeprefix("The ") not in lexicon.seats:
        return False
    before = tokens[first - 1].folded if first else ""
    before = tokens[first - 2].folded if before == "the" and first > 1 else before
    if before in _PLACED:
        return False
    after = tokens[last] if last < len(tokens) else None
    acts = after is not None and (
        after.folded in lexicon.verbs or lexicon.small.get(after.folded) in ("auxiliary", "adverb")
    )
    return acts or before in ("by", "between", "with", "that", "against")


def _sort_of(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> str:
    """The sort of body a name tells by its own words ("Harbour Times": outlet), empty when none does."""
    if is_masthead([t.folded for t in tokens[first:last]], lexicon):
        return "outlet"
    for token in reversed(tokens[first:last]):
        noun = lexicon.nouns.get(token.folded)
        if noun and noun.family == "body":
            return noun.sort
    return ""


def _without_overlap(found: list[Found]) -> list[Found]:
    """Names in order; of two that overlap the longer one stays."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.first - f.last, f.first)):
        if all(one.last <= other.first or one.first >= other.last for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.first)
