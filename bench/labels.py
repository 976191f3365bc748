"""Labels of statements against gold: python -m bench.labels --data FILE --out PRED.jsonl [--oracle].

Works ``quotes/world-*.jsonl``. Statements are paired one to one with gold by the overlap of their content
(Dice of characters, at least a half); then manner, form, act, modality, relays, within and speaker are compared.
Speakers are the same but for capitals, dots and a leading article.
With ``--oracle`` the reading is given gold spans, so that labels are measured apart from the tagger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from bench.case import keep_cases, parser, read_rows, write_rows
from bench.people import plain
from onrecord.article import find_article
from onrecord.kit import Attribution, Kit, Reading, open_kit
from onrecord.people import find_mentions
from onrecord.people.speakers import find_speakers
from onrecord.quotes import find_statements
from onrecord.quotes.relays import settle_relays
from onrecord.spans import overlap, view_of
from onrecord.types import Article, Block, Fact, Page, Span, Spans, Statement

NAMED = ("relays", "speaker")
FIELDS = ("manner", "form", "act", "modality", "relays", "within", "speaker")
HALF = 0.5


class Given(Kit):
    """A kit whose reading has the attributions it was given; names and sentences are the tagger's."""

    def __init__(self, kit: Kit, attributions: Sequence[Attribution]) -> None:
        super().__init__(kit.language)
        self._kit = kit
        self._given = tuple(attributions)

    def words(self, name: str) -> tuple[Mapping[str, str], ...]:
        """The lists of the real kit."""
        return self._kit.words(name)

    def read(self, text: str) -> Reading:
        """The real reading with the attributions given."""
        return msgspec.structs.replace(self._kit.read(text), attributions=self._given)


def main() -> None:
    """Predict, write, print accuracy and macro-F1 of every label with its confusions."""
    options = parser(__doc__)
    options.add_argument("--oracle", action="store_true", help="give the reading the gold spans")
    options.add_argument("--rules", action="store_true", help="read by rules alone")
    options.add_argument("--confused", type=int, default=12, help="confusions shown for each label")
    options.add_argument(
        "--names", action="store_true", help="show confused speakers and relays too: words of the data"
    )
    arguments = options.parse_args()
    rows = read_rows(arguments.data)
    kit = open_kit(fast=arguments.rules)
    found = [predict(row, Given(kit, gold_attributions(row)) if arguments.oracle else kit) for row in rows]
    write_rows(arguments.out, [{"id": row["id"], "attributions": made} for row, made in zip(rows, found, strict=True)])
    pairs = [pair for row, made in zip(rows, found, strict=True) for pair in paired(row["attributions"], made)]
    gold = sum(len([a for a in row["attributions"] if a["content"]]) for row in rows)
    print(f"{len(pairs)} pairs of {gold} gold statements and {sum(map(len, found))} found")
    # Confusions of speakers and relays hold words of the texts: for the eye, not for a file that is kept.
    shown = {field: arguments.confused if arguments.names or field not in NAMED else 0 for field in FIELDS}
    scores = {field: table(field, pairs, shown[field]) for field in FIELDS}
    keep_cases(arguments.out, scores)


def gold_attributions(row: Mapping[str, Any]) -> list[Attribution]:
    """The gold spans of a row as attributions."""
    return [
        Attribution(source=spans(a["source"]), cue=spans(a["cue"]), content=spans(a["content"]))
        for a in row["attributions"]
        if a["content"]
    ]


def spans(pairs: Iterable[Sequence[int]]) -> Spans:
    """Spans of [start, end) pairs."""
    return tuple(Span(*pair) for pair in pairs)


def predict(row: Mapping[str, Any], kit: Kit) -> list[dict[str, Any]]:
    """The statements of a row's text, labelled, in the form of the gold."""
    found = voiced(row, kit)
    at = {statement.id: k for k, statement in enumerate(found)}
    return [as_gold(statement, at) for statement in found]


def voiced(row: Mapping[str, Any], kit: Kit) -> list[Statement]:
    """The statements of a row's text, with their speakers and relays."""
    text = row["text"]
    page = Page("0" * 12, row["id"], text)
    article = Article("0" * 12 + ":a", page.id, (Block(Span(0, len(text))),))
    article = msgspec.structs.replace(article, wire=wire_of(page, kit))
    view = view_of(text, article.blocks)
    found = find_statements(page, article, view, kit)
    found = find_speakers(page, article, found, find_mentions(page, article, view, kit), view, kit=kit)
    return settle_relays(found, text)


def wire_of(page: Page, kit: Kit) -> Fact | None:
    """The wire credit a page's head or tail shows; the bench's texts are all article otherwise."""
    found = find_article(page, kit)
    return found.wire if found is not None else None


def as_gold(statement: Statement, at: Mapping[str, int]) -> dict[str, Any]:
    """A statement as a row of the gold writes it."""
    return {
        "source": [[s.start, s.end] for s in statement.source],
        "cue": [[s.start, s.end] for s in statement.cue],
        "content": [[s.start, s.end] for s in statement.content],
        "speaker": statement.speaker,
        "manner": statement.manner,
        "form": statement.form,
        "act": statement.act,
        "modality": statement.modality,
        "relays": [relay.name for relay in statement.relays],
        "within": at.get(statement.within) if statement.within else None,
    }


def paired(
    gold: Sequence[Mapping[str, Any]], made: Sequence[Mapping[str, Any]]
) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Comparable values of gold and found statements, paired by content."""
    both = matched(gold, made)
    left, right = dict(both), {j: j for _, j in both}
    return [(values(gold[k], left), values(made[j], right)) for k, j in both]


def matched(gold: Sequence[Mapping[str, Any]], made: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Places of gold and found statements paired greedily by content, in the order of the gold."""
    scored = sorted(
        (
            (dice(spans(g["content"]), spans(m["content"])), same_cue(g, m), -k, -j)
            for k, g in enumerate(gold)
            for j, m in enumerate(made)
        ),
        reverse=True,
    )
    left: dict[int, int] = {}
    for share, _, k, j in scored:
        if share >= HALF and -k not in left and -j not in left.values():
            left[-k] = -j
    return sorted(left.items())


def same_cue(gold: Mapping[str, Any], made: Mapping[str, Any]) -> bool:
    """Whether the cues overlap: tells a statement from the one inside it with nearly its content."""
    return any(overlap(a, b) for a in spans(gold["cue"]) for b in spans(made["cue"]))


def dice(left: Spans, right: Spans) -> float:
    """The share of characters two contents have in common."""
    both = sum(overlap(a, b) for a in left for b in right)
    return 2 * both / max(1, sum(s.end - s.start for s in (*left, *right)))


def values(row: Mapping[str, Any], partner: Mapping[int, int]) -> dict[str, str]:
    """What is compared of a statement, as text; ``within`` says which found statement it is inside."""
    within = row["within"]
    return {
        "relays": " + ".join(sorted({name.casefold() for name in row["relays"]})),
        "within": "" if within is None else str(partner.get(within, "unpaired")),
        "speaker": plain(row["speaker"]),
        **{field: row[field] for field in ("manner", "form", "act", "modality")},
    }


def table(field: str, pairs: Sequence[tuple[Mapping[str, str], Mapping[str, str]]], shown: int) -> float:
    """Prints accuracy, macro-F1 over gold's values and the commonest confusions; gives the accuracy."""
    right = sum(g[field] == m[field] for g, m in pairs)
    accuracy = right / len(pairs) if pairs else 0.0
    line = f"{field:9} accuracy {100 * accuracy:5.1f}"
    if field in ("manner", "form", "act", "modality"):
        line += f"   macro-F1 {100 * macro([(g[field], m[field]) for g, m in pairs]):5.1f}"
    else:
        some = [(g, m) for g, m in pairs if g[field]]
        given = sum(g[field] == m[field] for g, m in some)
        line += f"   where gold has one {100 * given / max(1, len(some)):5.1f} ({len(some)})"
    print(line)
    wrong = Counter((g[field], m[field]) for g, m in pairs if g[field] != m[field])
    for (gold, made), n in wrong.most_common(shown):
        print(f"    {n:3} {gold or '-'} -> {made or '-'}")
    return accuracy


def macro(pairs: Sequence[tuple[str, str]], *, least: int = 1) -> float:
    """The mean F1 over the values gold has at least so often."""
    scores = []
    often = Counter(gold for gold, _ in pairs)
    for value in sorted(value for value, n in often.items() if n >= least):
        hit = sum(g == m == value for g, m in pairs)
        scores.append(2 * hit / (sum(g == value for g, _ in pairs) + sum(m == value for _, m in pairs)))
    return sum(scores) / len(scores) if scores else 0.0


if __name__ == "__main__":
    main()
