"""The same example in other words: other verbs of speech, passives, outlets named beside the speaker, other people."""

import random
import re
from dataclasses import replace
from typing import NamedTuple

from onrecord.kit.marks import find_quoted
from training.disguise import Edit, apply
from training.examples import Example, Extent, Marked

REWORD, RENAME = 0.6, 0.1
SPOKEN = ("remarked", "stated", "observed", "noted", "maintained", "asserted", "opined", "averred", "reiterated",
          "lamented", "quipped", "admitted", "explained", "argued", "insisted", "warned", "added", "claimed",
          "underlined", "underscored", "went on to say", "was quoted as saying", "has said", "would say", "retorted",
          "clarified", "wrote", "tweeted", "pointed out", "continued", "revealed", "recalled", "told us")  # fmt: skip
PLAIN = frozenset(("said", "says", "added", "told", "told reporters", "has said", "said in a statement"))
HEARERS = ("Residents were", "Parliament was", "The court was", "Reporters were", "We were", "The inquest was",
           "He was", "Officials were", "The jury was", "Viewers were", "She was", "They were",
           "Players have been")  # fmt: skip
BELIEVED = ("believed", "thought", "said", "reported", "understood", "feared", "alleged", "rumoured", "expected")
TOWNS = ("Tarvel", "Morrow", "Ostia Bay", "Kellan", "Pirat", "Sundry", "Varna Hill", "Delph", "Corran", "Maresh")
PAPERS = ("Herald", "Times", "Post", "Gazette", "Mail", "News", "Tribune", "Observer", "Standard", "Express", "Radio")
AGENCIES = ("AFP", "Reuters", "the BBC", "BBC News", "CNN", "the Associated Press", "Xinhua", "AFP news agency",
            "Sky News", "the AP", "local media", "state television", "the newspaper",
            "the Press Association")  # fmt: skip
_OUTLET = re.compile(
    rf"\b(?:AFP|Reuters|BBC(?: News)?|CNN|Associated Press|Xinhua|Sky News|AP|Press Association|(?:{'|'.join(TOWNS)}) "
    rf"(?:{'|'.join(PAPERS)}))\b"
)
_STARTS = re.compile(r"(?:\A|\n|[.!?][\"”’']?\s)\Z")
_RAISED = re.compile(
    r"((?:[Tt]he |[Aa]n? )?[\w’'-]+(?: [\w’'-]+){0,3}) (is|are|was|were|has|have|had|will|would) (?=\w)"
)
_AFTER = {"is": "be", "are": "be", "was": "have been", "were": "have been", "will": "", "would": ""}


class Move(NamedTuple):
    """Edits of a text and the attribution they leave: spans of the old text, or (edit, from, to) inside a new piece."""

    edits: list[Edit]
    roles: dict[str, list[tuple[int, ...]]]


def reword(example: Example, rng: random.Random, share: float = 1.0) -> Example:
    """A copy with some attributions reworded by chance (times `share`)."""
    if not example.layers:
        return example
    moves: list[tuple[Marked, Move]] = []
    done = 0
    for marked in sorted(example.attributions, key=lambda m: _hull(m)[0]):
        a, b = _hull(marked)
        if a < done or rng.random() > REWORD * share or _crossed(example, marked, (a, b)):
            continue
        move = _move_of(example, marked, rng)
        if move:
            moves.append((marked, move))
            done = b
    return _applied(example, moves) if moves else example


def _hull(marked: Marked) -> Extent:
    spans = [s for spans in marked.roles.values() for s in spans]
    return min((a for a, _ in spans), default=0), max((b for _, b in spans), default=0)


def _crossed(example: Example, marked: Marked, hull: Extent) -> bool:
    """Whether another attribution shares its source or cue, or stands in the same words."""
    for other in example.attributions:
        spans = [s for spans in other.roles.values() for s in spans]
        if other is not marked and any(a < hull[1] and hull[0] < b for a, b in spans):
            return True
    return False


def _move_of(example: Example, marked: Marked, rng: random.Random) -> Move | None:
    source, cue, content = (marked.roles[r] for r in ("source", "cue", "content"))
    if not (len(source) == len(cue) == 1 and content) or marked.layer:
        return None
    if source[0][1] + 1 == cue[0][0] and cue[0][1] + 1 == content[0][0] and len(content) == 1:
        move = _active_first(example, (source[0], cue[0], content[0]), rng)
        if move:
            return move
    return _beside(example, marked, rng)


def _active_first(example: Example, spans: tuple[Extent, ...], rng: random.Random) -> Move | None:
    """ "S said that P" as "It is believed that P", "We were told P", "X quoted S as saying P", "P, it is said"."""
    (s, s_end), (c, c_end), (p, p_end) = spans
    text = example.text
    words, cue = text[p:p_end], text[c:c_end]
    plain = cue in PLAIN or cue in ("believes", "thinks", "believe", "think", "claimed", "reported", "announced")
    if not plain or not _STARTS.search(text[max(0, s - 3) : s]) or find_quoted(words) or "\n" in words:
        return None
    that = 5 if words.startswith("that ") else 0
    kind = rng.random()
    if kind < 0.25:
        return _raised(words, that, spans, rng)
    if kind < 0.45:
        verb = f"is {rng.choice(BELIEVED)}"
        lead = f"It {verb} that "
        rest = [(0, len(lead) - 5, len(lead)), (p + that, p_end)]
        return Move([(s, p + that, lead)], _nobody((0, 3, 3 + len(verb)), rest))
    if kind < 0.7:
        return _told(that, spans, rng)
    if kind < 0.85:
        lead = f"{outlet(rng)} quoted "
        lead = lead[0].upper() + lead[1:]
        quoted = {"source": [(s, s_end)], "cue": [(0, len(lead) - 7, len(lead) - 1)], "content": [(p, p_end)]}
        return Move([(s, s, lead), (c, c_end, "as saying")], quoted)
    tail = f", it is {rng.choice(BELIEVED)}"
    capital = (s, p + that + 1, text[p + that].upper())
    return Move([capital, (p_end, p_end, tail)], _nobody((1, 5, len(tail)), [(0, 0, 1), (p + that + 1, p_end)]))


def _nobody(cue: tuple[int, ...], content: list[tuple[int, ...]]) -> dict[str, list[tuple[int, ...]]]:
    return {"source": [], "cue": [cue], "content": content}


def _told(that: int, spans: tuple[Extent, ...], rng: random.Random) -> Move:
    """ "S said that P" as "The court was told that P"."""
    (s, _), _, (p, p_end) = spans
    hearer = rng.choice(HEARERS)
    at = len(hearer.rsplit(" ", 2 if hearer.endswith("been") else 1)[0]) + 1
    lead = f"{hearer} told " + ("that " if rng.random() < 0.8 else "")
    told = lead.index("told") + 4
    held: list[tuple[int, ...]] = [(0, told + 1, len(lead))] if len(lead) > told + 1 else []
    return Move([(s, p + that, lead)], _nobody((0, at, told), [*held, (p + that, p_end)]))


def _raised(words: str, that: int, spans: tuple[Extent, ...], rng: random.Random) -> Move | None:
    """ "S said the crane was safe" as "The crane is believed to have been safe"."""
    (s, _), _, (p, p_end) = spans
    match = _RAISED.match(words, that)
    if match is None:
        return None
    subject, verb = match.groups()
    to = " ".join(x for x in ("to", _AFTER.get(verb, "have")) if x)
    if rng.random() < 0.3:
        return _hinted(match, spans, rng)
    past = rng.choice(("are", "were")) if verb in ("are", "were", "have") else rng.choice(("is", "is", "was"))
    passive = f"{past} {rng.choice(BELIEVED)}"
    lead = f"{subject[0].upper()}{subject[1:]} {passive} {to} "
    at = len(subject) + 1
    content = [(0, 0, len(subject)), (0, at + len(passive) + 1, len(lead)), (p + match.end(), p_end)]
    return Move([(s, p + match.end(), lead)], _nobody((0, at, at + len(passive)), content))


def _hinted(match: re.Match[str], spans: tuple[Extent, ...], rng: random.Random) -> Move:
    """ "S said the crane was safe" as "The crane was reportedly safe"."""
    (s, _), _, (p, p_end) = spans
    words = " ".join(match.groups())
    word = rng.choice(("reportedly", "reportedly", "allegedly", "supposedly"))
    lead = f"{words[0].upper()}{words[1:]} {word} "
    cue = (0, len(words) + 1, len(words) + 1 + len(word))
    return Move([(s, p + match.end(), lead)], _nobody(cue, [(0, 0, len(words)), (p + match.end(), p_end)]))


def _beside(example: Example, marked: Marked, rng: random.Random) -> Move | None:
    """Another verb, "told OUTLET" for "said", or ", OUTLET reported" after the clause of speech."""
    (c, c_end), (_, s_end) = marked.roles["cue"][0], marked.roles["source"][0]
    text, old = example.text, {role: list(spans) for role, spans in marked.roles.items()}
    if text[c:c_end] not in PLAIN:
        return None
    last = max(c_end, s_end)
    after = last > max(b for _, b in marked.roles["content"]) and text[last : last + 1] == "."
    kind = rng.random()
    if after and kind < 0.3:
        tail = rng.choice((", {} reported", ", {} reports", ", according to {}", ", reported {}", ", as {} reported"))
        return Move([(last, last, tail.format(outlet(rng)))], {r: [tuple(x) for x in v] for r, v in old.items()})
    told = kind < 0.6 and s_end < c and text[c:c_end] == "said"
    new = f"told {outlet(rng)}" if told else rng.choice(SPOKEN)
    if new == "told us" and s_end > c:
        return None
    roles: dict[str, list[tuple[int, ...]]] = {r: [tuple(x) for x in v] for r, v in old.items()}
    return Move([(c, c_end, new)], roles | {"cue": [(0, 0, len(new))]})


def outlet(rng: random.Random) -> str:
    """An agency, or an invented paper."""
    if rng.random() < 0.5:
        return rng.choice(AGENCIES)
    return f"{rng.choice(('the ', 'the ', ''))}{rng.choice(TOWNS)} {rng.choice(PAPERS)}"


def _applied(example: Example, moves: list[tuple[Marked, Move]]) -> Example:
    """The example after the moves."""
    called = {example.text[a:b]: kind for a, b, kind in example.names}
    gone = {id(marked) for marked, _ in moves}
    edits = sorted((edit, k, i) for k, (_, move) in enumerate(moves) for i, edit in enumerate(move.edits))
    kept = [m for m in example.attributions if id(m) not in gone]
    spans = [Marked({"old": [x for v in m.roles.values() for x in v if len(x) == 2]}) for _, m in moves]
    copy = replace(example, attributions=kept)
    held = Example(example.id, example.text, spans)
    changed = apply(_lost(copy, [e for e, _, _ in edits]), [e for e, _, _ in edits])
    news: dict[tuple[int, int], int] = {}
    grown = 0
    for (a, b, new), k, i in edits:
        news[k, i] = a + grown
        grown += len(new) - (b - a)
    moved = apply(held, [e for e, _, _ in edits]).attributions
    for k, (_, move) in enumerate(moves):
        olds = iter(moved[k].roles["old"])
        roles = {
            role: _joined([next(olds) if len(x) == 2 else (news[k, x[0]] + x[1], news[k, x[0]] + x[2]) for x in v])
            for role, v in move.roles.items()
        }
        changed.attributions.append(Marked(roles))
    for (_, _, new), k, i in edits:
        changed.names += _named(new, news[k, i], called)
    return changed


def _named(new: str, at: int, called: dict[str, str]) -> list[tuple[int, int, str]]:
    """The names in words put in: outlets, and what the text calls by name elsewhere; else they would count as none."""
    found = [(at + match.start(), at + match.end(), "body") for match in _OUTLET.finditer(new)]
    for name in sorted(called, key=lambda n: (-len(n), n)):
        for match in re.finditer(rf"\b{re.escape(name)}\b", new):
            a, b = at + match.start(), at + match.end()
            if not any(a < y and x < b for x, y, _ in found):
                found.append((a, b, called[name]))
    return found


def _joined(spans: list[Extent]) -> list[Extent]:
    found: list[Extent] = []
    for a, b in sorted(spans):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        elif b > a:
            found.append((a, b))
    return found


def _lost(example: Example, edits: list[Edit]) -> Example:
    """The example without the names that edits cut into."""
    cut = [(a, b) for a, b, _ in edits if b > a]
    example.names = [n for n in example.names if not any(a < n[1] and n[0] < b for a, b in cut)]
    return example


def rename(example: Example, people: list[str], rng: random.Random) -> Example:
    """The example with its people called otherwise throughout, by chance."""
    if rng.random() > RENAME:
        return example
    names = {example.text[a:b] for a, b, kind in example.names if kind == "person"}
    called: dict[str, str] = {}
    for name in sorted(n for n in names if len(n.split()) == 2):
        other = rng.choice(people)
        called |= {name: other, name.split()[1]: other.split()[1]}
    edits = [
        (a, b, called[example.text[a:b]])
        for a, b, kind in sorted(example.names)
        if kind == "person" and example.text[a:b] in called
    ]
    return apply(example, edits) if edits else example
