"""Stretches of text that may be names: runs of capitals, and what the tagger calls them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.kit import Name
from onrecord.people.lexicon import Lexicon
from onrecord.people.likeness import PARTICLES
from onrecord.people.roles import is_role, title_end
from onrecord.people.tokens import Token, joined, words_between

# A name must be surer than this: the rules tier guesses at 0.5, and worse than what stands here.
SURE = 0.5
LISTED_WORDS = 5


class Run(msgspec.Struct, frozen=True):
    """A stretch of tokens that may be a name, with what the tagger calls it."""

    first: int
    last: int
    label: str = ""


def find_runs(tokens: Sequence[Token], lexicon: Lexicon, tagged: Iterable[Name]) -> list[Run]:
    """Capital runs and the tagger's names made one: its labels, the longer of the two extents."""
    seen = _tagged_runs(tokens, tagged)
    plain = {token.folded for token in tokens if token.is_word and not token.is_capital}
    inner = {t.folded for t in tokens if t.is_capital and not t.first}
    runs = _listed_runs(tokens, lexicon)
    listed = {k for run in runs for k in range(run.first, run.last)}
    seen = [run for run in seen if not listed & set(range(run.first, run.last))]
    used: set[Run] = set()
    known = _labels(tokens, seen)
    for run in capital_runs(tokens, lexicon):
        if listed & set(range(run.first, run.last)):
            continue
        over = [t for t in seen if t.first < run.last and t.last > run.first]
        used.update(over)
        words = tokens[run.first : run.last]
        if len(words) > 1 and words[0].text in lexicon.shorts and all(t.text.isupper() for t in words):
            continue  # "the DG CAB": an office
        if over:
            runs += _reconciled(tokens, run, over, lexicon)
            continue
        said = words_between(tokens, run.first, run.last)
        label = known.get(said, "") if len(said) > 1 or tokens[run.first].folded not in plain else ""
        if label or _is_worth(tokens, run, plain, inner, lexicon):
            runs.append(Run(run.first, run.last, label))
    return [*runs, *(t for t in seen if t not in used)]


def _labels(tokens: Sequence[Token], tagged: Sequence[Run]) -> dict[tuple[str, ...], str]:
    """What the tagger calls each name, for where it overlooks one, and the last names of people it sees in full."""
    found: dict[tuple[str, ...], str] = {}
    for run in tagged:
        found.setdefault(words_between(tokens, run.first, run.last), run.label)
    for words in [w for w, label in found.items() if label == "person" and len(w) > 1]:
        found.setdefault(words[-1:], "person")
    return found


def _listed_runs(tokens: Sequence[Token], lexicon: Lexicon) -> list[Run]:
    """Places of several words that the lists know ("Dar es Salaam", "10 Downing Street")."""
    found: list[Run] = []
    k = 0
    while k < len(tokens):
        able = tokens[k].text in lexicon.place_starts
        sizes = range(LISTED_WORDS, 1, -1) if able else ()
        size = next((n for n in sizes if _is_listed(tokens, k, k + n, lexicon)), 0)
        if size:
            found.append(Run(k, k + size, "place"))
        k += size or 1
    return found


def _is_listed(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    if last > len(tokens) or not all(joined(tokens, j, j + 1) for j in range(first, last - 1)):
        return False
    words = " ".join(words_between(tokens, first, last))
    longer = last < len(tokens) and joined(tokens, last - 1, last) and tokens[last].is_word and tokens[last].is_capital
    return (words in lexicon.seats or words in lexicon.states) and not longer


def _reconciled(tokens: Sequence[Token], run: Run, over: Sequence[Run], lexicon: Lexicon) -> list[Run]:
    """What is left of a capital run when the tagger has seen parts of it.

    A person or body that ends the run takes what stands before it: "S S | Tessel", "Bavarian | Red Cross".
    """
    first, last = min(run.first, over[0].first), max(run.last, over[-1].last)
    end = over[-1]
    marks = any(t.text in (",", "'s", "’s") or t.folded == "and" for t in tokens[first:last])
    chained = any(t.folded in ("of", "for") for t in tokens[first:last])
    if chained and not marks and end.label != "person" and has_body(tokens, run.first, run.last, lexicon):
        return [Run(first, last, "body")]
    rest = tokens[end.last : run.last]
    plain = all(t.folded not in lexicon.nouns and t.folded not in lexicon.titles for t in rest)
    labels = {t.label for t in over}
    if not marks and not chained and rest and plain and len(labels) == 1 and not labels & {"people"}:
        return [Run(first, run.last, "" if "place" in labels else end.label)]
    if marks or chained or end.last < run.last:
        return list(over)
    titled = any(title_end(tokens, k, lexicon) > k or is_role(tokens[k], lexicon) for k in range(first, end.first))
    others = {t.label for t in over[:-1]} - {end.label}
    if end.label == "person" and (titled or not others & {"body", "place", "people"}):
        return [Run(first, last, "person")]
    if end.label == "body" and not titled and not others & {"person"}:
        return [Run(first, last, "body")]
    return list(over)


def capital_runs(tokens: Sequence[Token], lexicon: Lexicon) -> list[Run]:
    """Longest runs of capitalised words on one line; small words ("bin", "of the") stand inside, never at the edges."""
    runs: list[Run] = []
    at = 0
    while at < len(tokens):
        if not _opens(tokens[at], lexicon) and not _is_given(tokens, at, lexicon):
            at += 1
            continue
        end = at + 1
        while step := _step(tokens, at, end, lexicon):
            end += step
        runs.append(Run(at, end))
        at = end
    return runs


def has_body(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a noun for a body stands among these tokens ("Office", "Ministry")."""
    nouns = [lexicon.nouns.get(token.folded) for token in tokens[first:end]]
    return any(noun is not None and noun.family == "body" for noun in nouns)


def _opens(token: Token, lexicon: Lexicon) -> bool:
    if not token.is_word or not token.is_capital:
        return False
    return lexicon.small.get(token.folded) in (None, "shortened")


def _is_given(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word that is also a small word is a given name here: "Will Tessel"."""
    if tokens[at].text not in lexicon.given or at + 1 >= len(tokens) or not joined(tokens, at, at + 1):
        return False
    return tokens[at + 1].is_word and _opens(tokens[at + 1], lexicon) and not tokens[at + 1].text.isupper()


def _step(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> int:
    """How many tokens carry a run on from ``end``: 0 when it stops there."""
    if end >= len(tokens) or not joined(tokens, end - 1, end):
        return 0
    token = tokens[end]
    if token.is_word and token.is_capital and token.quoted == tokens[first].quoted:
        # "Ilda May": after a given name a month or an auxiliary is a surname.
        if tokens[end - 1].text in lexicon.given:
            return 1
        return 0 if lexicon.small.get(token.folded) in ("day", "month", "pronoun", "auxiliary") else 1
    follows = [k for k in range(end + 1, min(end + 3, len(tokens))) if joined(tokens, k - 1, k)]
    if token.folded in PARTICLES or token.text == "&":
        return 2 if follows and tokens[follows[0]].is_capital else 0
    # "the Harbour Workers' Party"
    if token.text in ("'", "’") and token.start == tokens[end - 1].end and follows and tokens[follows[0]].is_capital:
        return 2 if has_body(tokens, follows[0], min(follows[0] + 2, len(tokens)), lexicon) else 0
    of_role = token.folded == "of" and is_role(tokens[end - 1], lexicon)
    if of_role or (token.folded in ("of", "for") and has_body(tokens, first, end, lexicon)):
        for k in follows:
            if tokens[k].is_capital:
                return k - end + 1
            if tokens[k].folded != "the":
                break
    return 0


def _tagged_runs(tokens: Sequence[Token], tagged: Iterable[Name]) -> list[Run]:
    """The tagger's names as token runs, in order; possessive endings and small letters before them cut off."""
    runs = []
    starts = [token.start for token in tokens]
    for name in tagged:
        if name.sure <= SURE:
            continue
        low = bisect_right(starts, name.span.start) - 1
        near = range(max(low, 0), bisect_left(starts, name.span.end))
        inside = [k for k in near if tokens[k].end > name.span.start]
        while inside and (not tokens[inside[-1]].is_word):
            inside.pop()
        while inside and not tokens[inside[0]].is_capital and tokens[inside[0]].folded not in PARTICLES:
            inside.pop(0)
        if inside:
            runs.append(Run(inside[0], inside[-1] + 1, name.label))
    return sorted(runs, key=lambda r: (r.first, -r.last))


def _is_worth(tokens: Sequence[Token], run: Run, plain: set[str], inner: set[str], lexicon: Lexicon) -> bool:
    """Whether a run can be a name: a single word that opens a sentence needs a list or a second sight."""
    token = tokens[run.first]
    if run.last - run.first > 1 or not token.first:
        return True
    known = token.text in lexicon.given or token.text in lexicon.states or token.text in lexicon.seats
    acronym = token.text.isupper() and len(token.text) > 1
    return known or acronym or token.text in lexicon.adjectives or _seen_as_name(tokens, run, plain, inner, lexicon)


def _seen_as_name(tokens: Sequence[Token], run: Run, plain: set[str], inner: set[str], lexicon: Lexicon) -> bool:
    """Whether the word that opens a sentence is a name: capital elsewhere, or it speaks and is no plural."""
    token, after = tokens[run.first], tokens[run.last] if run.last < len(tokens) else None
    if token.folded in plain or token.folded in lexicon.nouns or (token.folded in lexicon.verbs and not token.surname):
        return False
    apposed = run.last + 1 < len(tokens) and tokens[run.last].text == "," and tokens[run.last + 1].folded == "who"
    speaks = after is not None and after.folded in lexicon.verbs and joined(tokens, run.last - 1, run.last)
    return apposed or token.folded in inner or token.surname or (speaks and not token.folded.endswith(("s", "ly")))
