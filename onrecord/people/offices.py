"""Whom a noun phrase means: "the army chief", "the minister", "the official", "the paper"."""

from __future__ import annotations

from onrecord.people.cast import Cast, Member, holds
from onrecord.people.found import Found
from onrecord.people.pronouns import best_for

# How far into a story its lead reaches, and how well an office must fit to be someone's.
LEAD_STEPS = 2
OFFICE_FIT = 3
# Sorts of nouns so wide that the body of that sort just spoken of can be meant by them ("the company", "the paper").
_WIDE = ("firm", "force", "group", "outlet", "party", "team")


def place_phrase(cast: Cast, k: int) -> None:
    """Joins a noun phrase to the member it means, or opens a new one."""
    one = cast.found[k]
    if one.pointing in ("indefinite", "other") and one.sort != "office" and one.kind != "person":
        cast.start(k)
        return
    if one.kind == "person":
        _place_person(cast, k)
    elif one.kind == "group":
        _place_group(cast, k)
    else:
        _place_thing(cast, k)


def _place_person(cast: Cast, k: int) -> None:
    """An office or a noun for one person: whoever carries it in this article, last spoken of first."""
    one = cast.found[k]
    if one.pointing == "indefinite" or one.pointing == "other":
        named = _led_up_to(cast, k) if one.pointing == "indefinite" else None
        if named is None:
            cast.start(k)
        else:
            cast.join(k, named, "brought in here, named soon after")
        return
    reporter = _reporter(cast, k)
    if reporter is not None:
        cast.join(k, reporter, "the outlet's own named last")
        return
    able = [(_fit(cast, one, m), j) for j, m in enumerate(cast.members) if m.kind == "person"]
    able = [(fit, j) for fit, j in able if fit > 0]
    before = [(fit, last, j) for fit, j in able if (last := cast.last_of(j)) is not None]
    if before:
        best = max(fit for fit, _, _ in before)
        strong = [(last, j) for fit, last, j in before if fit == best]
        cast.join(k, max(strong)[1], "carries the office" if one.sort == "office" else "the one so described")
        return
    named = _named_next(cast, k)
    if named is not None:
        cast.join(k, named, "named at the start of the next sentence")
        return
    varied = _varied(cast, k)
    if varied is not None:
        cast.join(k, varied, "another word for the one spoken of")
        return
    ahead = [(fit, j) for fit, j in able if fit > 1]
    best = max((fit for fit, _ in ahead), default=0)
    first = [j for fit, j in ahead if fit == best]
    if len(first) == 1 and one.sort == "office":
        cast.join(k, first[0], "carries the office further on")
        return
    cast.start(k, "no one in the article carries it" if not able else "several carry it")


def _reporter(cast: Cast, k: int) -> int | None:
    """Whom "our correspondent" is: the last one named as an outlet's own ("the BBC's Ilda Tessel")."""
    words = [t.folded for t in cast.tokens[cast.found[k].first : cast.found[k].last]]
    if len(words) != 2 or words[0] != "our" or words[1] not in ("correspondent", "reporter"):
        return None
    for n in range(k - 1, -1, -1):
        one = cast.found[n]
        start = min([one.first, *(a for a, _ in one.titles)])
        owned = start > 1 and cast.tokens[start - 1].text in ("'s", "’s")
        if owned and one.kind in ("person", "other") and one.form == "name":
            owner = cast.tokens[start - 2].folded
            if owner in cast.lexicon.outlets and n in cast.who:
                return cast.who[n]
    return None


def _led_up_to(cast: Cast, k: int) -> int | None:
    """Whom a story opens with before it names him: "A port judge has rejected ... Judge Ilda Tessel wrote".

    An office that one name alone bears, or someone told of by a clause of his own ("a diver who ...") whose full
    name opens the next sentence.
    """
    one, here = cast.found[k], cast.places[k]
    if here.step > LEAD_STEPS or here.quoted or not here.subject or cast.tokens[one.first].folded not in ("a", "an"):
        return None
    if one.sort == "office" and one.offices:
        able = [j for j, m in enumerate(cast.members) if m.kind == "person" and _fit(cast, one, m) >= OFFICE_FIT]
        return able[0] if len(able) == 1 and not cast.members[able[0]].mentions else None
    told_of = one.last < len(cast.tokens) and cast.tokens[one.last].folded == "who"
    return _named_next(cast, k) if told_of else None


def _named_next(cast: Cast, k: int) -> int | None:
    """Whoever opens the next sentence by a full name without office: "the port chief said. Ilda Tessel told"."""
    here = cast.places[k]
    led = cast.found[k].pointing == "indefinite"
    if here.quoted or not (led or here.speaks or cast.found[k].sort == "office"):
        return None
    for n in range(k + 1, len(cast.found)):
        there, one = cast.places[n], cast.found[n]
        if there.sentence > here.sentence + 1:
            return None
        if there.sentence == here.sentence or one.hollow:
            continue
        full = one.kind == "person" and len(one.words) > 1 and not one.titles and n in cast.ahead
        fresh = full and not cast.members[cast.ahead[n]].mentions
        return cast.ahead[n] if fresh and there.subject and not there.quoted else None
    return None


def _varied(cast: Cast, k: int) -> int | None:
    """Whom "the 24-year-old" varies: the one a pronoun would mean, if named."""
    one = cast.found[k]
    opens = cast.tokens[one.first].folded == "the" and cast.places[k].speaks
    if not opens or cast.places[k].quoted or not any(head.endswith("year old") for head in one.heads):
        return None
    who = best_for(cast, k)
    member = cast.members[who] if who is not None else None
    return who if member and member.words else None


def _fit(cast: Cast, one: Found, member: Member) -> float:
    """How well a description fits a member: 0 not at all, 1 the noun alone, more with narrowing words or the office."""
    if one.gender and member.gender and one.gender != member.gender:
        return 0
    if any(holds(cast.tokens[k].text, member) for k in range(one.first, one.last) if cast.tokens[k].text.isupper()):
        return 4
    about, theirs = _states(cast, one.about), _states(cast, member.about | frozenset(member.parts))
    shared = len(about & theirs)
    if one.offices & member.offices:
        clash = about and theirs and not shared and _is_state(cast, about) and _is_state(cast, theirs)
        return 0 if clash else 3 + shared
    if not one.heads & member.heads:
        return 0
    if one.offices and member.offices and not one.offices & member.offices:
        return 0
    if about and not shared:
        return 0 if theirs or not member.mentions else 0.5
    return 1 + shared


def _states(cast: Cast, words: frozenset[str]) -> frozenset[str]:
    """Folded words with names of states made one, and acronyms spelt out where the article does."""
    plain = {w for word in words for w in (cast.expansions.get(word) or (cast.nations.get(word, word),))}
    return frozenset(plain)


def _is_state(cast: Cast, words: frozenset[str]) -> bool:
    return bool(words & frozenset(cast.nations.values()))


def _place_group(cast: Cast, k: int) -> None:
    """Several people: "the officials" are those spoken of before; bare "officials" only repeat bare "officials"."""
    one = cast.found[k]
    bodies = [j for j, m in enumerate(cast.members) if m.kind == "body" and m.words and m.heads & one.heads]
    if one.pointing == "definite" and not one.about and len(bodies) == 1:
        cast.join(k, bodies[0], "named with this noun")
        return
    for j in _backwards(cast):
        member = cast.members[j]
        if not member.heads & one.heads or member.words:
            continue
        if not member.plural:
            continue
        if one.pointing == "definite" and (not one.about or one.about <= member.about):
            cast.join(k, j, "those spoken of before")
            return
        if one.pointing == "bare" and one.about == member.about:
            cast.join(k, j, "same words")
            return
    cast.start(k)


def _place_thing(cast: Cast, k: int) -> None:
    """A body or document: the one named with this noun, or last spoken of so."""
    one = cast.found[k]
    pointed = one.pointing == "definite" and not one.plural
    narrow = {w for w in one.about if not ((n := cast.lexicon.nouns.get(w)) and n.sort == one.sort)}
    wide = pointed and one.sort in _WIDE and not narrow and one.kind == "body"
    second: int | None = None
    for j in _backwards(cast):
        member = cast.members[j]
        if member.kind not in ("body", "other") or (member.kind == "other" and one.kind == "body" and not member.words):
            continue
        if one.heads & member.heads and one.about <= (member.about | frozenset(member.parts)):
            cast.join(k, j, "the one so described")
            return
        lemma = {n.lemma for w in member.parts if (n := cast.lexicon.nouns.get(w))}
        if (
            one.kind == "body"
            and member.words
            and one.heads & lemma
            and (not one.about or one.about & frozenset(member.parts))
        ):
            cast.join(k, j, "named with this noun")
            return
        if wide and second is None and member.words and _sort_fits(one, member):
            second = j
    ahead = _named_ahead(cast, one)
    if second is not None:
        cast.join(k, second, "the body spoken of last")
    elif ahead is not None:
        cast.join(k, ahead, "named with this noun further on")
    else:
        cast.start(k)


def _named_ahead(cast: Cast, one: Found) -> int | None:
    """The only body with this noun in its name, before it was named: "Police said ... Harbour Police"."""
    if one.kind != "body":
        return None
    able = [
        j
        for j, m in enumerate(cast.members)
        if m.words
        and m.kind == "body"
        and not one.about
        and any((n := cast.lexicon.nouns.get(w)) and n.lemma in one.heads for w in m.parts)
    ]
    return able[0] if len(able) == 1 and one.heads & {"police", "ministry", "commission", "council"} else None


def _sort_fits(one: Found, member: Member) -> bool:
    if member.sort and one.sort:
        return member.sort == one.sort or "group" in (one.sort,)
    return one.sort in ("group", "firm", "team")


def _backwards(cast: Cast) -> list[int]:
    """Members spoken of so far, the last one first."""
    spoken = [(last, j) for j in range(len(cast.members)) if (last := cast.last_of(j)) is not None]
    return [j for _, j in sorted(spoken, reverse=True)]
