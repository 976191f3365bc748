"""Labels of statements on our own gold: python -m bench.statements --data FOLDER [--out PRED.jsonl] [--oracle].

``--data`` is the folder of the shared data: the gold holds ids and offsets over the texts of several sets in it.
Found statements are paired with gold by the overlap of their content, as in ``bench.labels``; with ``--oracle`` the
reading is given the gold spans. Speakers are the same by the tolerance of ``bench.people``; an unnamed source is right
when it stays unnamed, and no source when none is given or it is generic. Intervals: 95 %, articles drawn again.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.case import HERE, keep_cases, read_rows, write_rows
from bench.labels import Given, gold_attributions, macro, matched, voiced
from bench.people import plain, same
from onrecord.kit import Kit, open_kit
from onrecord.types import Statement

GOLD = HERE / "gold" / "statements.jsonl"
LABELS = ("manner", "form", "act", "modality")
# Values with fewer rows say little of a mean of F1: it is given with and without them.
COMMON = 5
DRAWS = 500


class Pair(msgspec.Struct, frozen=True):
    """A statement of the gold, with its article, its speaker and relays in words, and what was found for it."""

    article: str
    at: int
    gold: Mapping[str, Any]
    speaker: str | None
    relays: tuple[tuple[str, str], ...]
    made: Statement | None


def main() -> None:
    """Reads the articles, writes what was found, prints the figures."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--data", type=Path, required=True, help="the folder of the shared data")
    options.add_argument("--out", type=Path, default=Path("predictions/statements.jsonl"), help="what was found")
    options.add_argument("--gold", type=Path, default=GOLD, help="rows of ids, offsets and labels")
    options.add_argument("--oracle", action="store_true", help="give the reading the gold spans")
    options.add_argument("--confused", type=int, default=8, help="confusions shown for each label")
    options.add_argument("--wrong", action="store_true", help="show wrong speakers and relays: words of the data")
    asked = options.parse_args()
    pairs = work(read_rows(asked.gold), asked.data, open_kit(), oracle=asked.oracle)
    write_rows(asked.out, [written(pair) for pair in pairs])
    print(figures(pairs, confused=asked.confused))
    if asked.wrong:
        print("\n".join(wrong(pairs)))
    keep_cases(asked.out, cases(pairs))


def work(gold: Sequence[Mapping[str, Any]], folder: Path, kit: Kit, *, oracle: bool = False) -> list[Pair]:
    """Every kept row of the gold with the statement found for it, article by article."""
    by_article: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in gold:
        if not row.get("dropped"):
            by_article.setdefault((row["set"], row["article"]), []).append(row)
    texts = {
        (name, str(row["id"])): row["text"]
        for name in sorted({name for name, _ in by_article})
        for row in read_rows(folder / f"{name}.jsonl")
    }
    pairs = []
    for (name, article), rows in by_article.items():
        text = texts[name, article]
        reader = Given(kit, gold_attributions({"attributions": rows})) if oracle else kit
        found = voiced({"id": article, "text": text}, reader)
        at = dict(matched(rows, [as_row(statement) for statement in found]))
        pairs += [_pair(article, k, row, text, found[at[k]] if k in at else None) for k, row in enumerate(rows)]
    return pairs


def as_row(statement: Statement) -> dict[str, Any]:
    """What pairing looks at."""
    return {role: [[s.start, s.end] for s in getattr(statement, role)] for role in ("cue", "content")}


def _pair(article: str, at: int, row: Mapping[str, Any], text: str, made: Statement | None) -> Pair:
    named = row["speaker"]
    speaker = text[named[0] : named[1]] if isinstance(named, list) else named
    relays = tuple((r["how"], text[r["span"][0] : r["span"][1]]) for r in row["relays"])
    return Pair(article, at, row, speaker, relays, made)


def speaks(pair: Pair) -> bool:
    """Whether the speaker found is the gold's."""
    if pair.made is None:
        return False
    said = pair.made.speaker
    if pair.speaker is None:
        return said is None or pair.made.form == "generic"
    if pair.speaker == "unnamed":
        return said is not None and said.startswith("unnamed")
    return said is not None and same(pair.speaker, said)


def relayed(pair: Pair) -> tuple[int, int, int, int]:
    """Relays of the gold found by name, those with the right how, those found in all, those of the gold."""
    left = [(r.how, r.name) for r in pair.made.relays] if pair.made else []
    found, hit, exact = len(left), 0, 0
    for how, name in pair.relays:
        alike = [one for one in left if same(name, one[1].removeprefix("unnamed: "))]
        if alike:
            left.remove(alike[0])
            hit += 1
            exact += alike[0][0] == how
    return hit, exact, found, len(pair.relays)


def figures(pairs: Sequence[Pair], *, confused: int) -> str:
    """The table: share found, speakers, each label, relays, with intervals, and the commonest confusions."""
    met = [pair for pair in pairs if pair.made]
    lines = [f"{len(met)} found of {len(pairs)} gold statements: {interval(pairs, _found)}"]
    lines.append(f"speaker   right   {interval(met, _spoken)}   by name exactly {100 * _exactly(met):5.1f}")
    for form in sorted({pair.gold["form"] for pair in met}):
        some = [pair for pair in met if pair.gold["form"] == form]
        lines.append(f"    {form:15} {100 * _spoken(some):5.1f}  ({len(some)})")
    for field in LABELS:
        lines.append(f"{field:9} accuracy {interval(met, _accuracy(field))}")
        lines.append(f"          macro-F1 {interval(met, _macro(field, 1))}")
        lines.append(f"          of values with {COMMON}+ rows {interval(met, _macro(field, COMMON))}")
        both = Counter(values(pair, field) for pair in met)
        wrong = [(n, gold, made) for (gold, made), n in both.items() if gold != made]
        lines += [f"    {n:3} {gold} -> {made}" for n, gold, made in sorted(wrong, reverse=True)[:confused]]
    for name, figure in (("precision", _precision), ("recall", _recall), ("F1", _relays)):
        lines.append(f"relays    {name:9} {interval(met, figure)}")
    hit, exact = (sum(relayed(pair)[k] for pair in met) for k in (0, 1))
    lines.append(f"relays    how right {exact} of {hit} found")
    return "\n".join(lines)


def interval(pairs: Sequence[Pair], figure: Callable[[Sequence[Pair]], float]) -> str:
    """A figure in percent with its 95 % interval over articles drawn again."""
    by_article: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_article.setdefault(pair.article, []).append(pair)
    names, draw = sorted(by_article), random.Random(0)
    if not names:
        return "  none"
    drawn = sorted(figure([p for n in draw.choices(names, k=len(names)) for p in by_article[n]]) for _ in range(DRAWS))
    low, high = drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]
    return f"{100 * figure(pairs):5.1f}  [{100 * low:.1f}, {100 * high:.1f}]"


def values(pair: Pair, field: str) -> tuple[str, str]:
    """The label of the gold and the one found."""
    return pair.gold[field], getattr(pair.made, field)


def _found(pairs: Sequence[Pair]) -> float:
    return sum(pair.made is not None for pair in pairs) / max(1, len(pairs))


def _spoken(pairs: Sequence[Pair]) -> float:
    return sum(map(speaks, pairs)) / max(1, len(pairs))


def _exactly(pairs: Sequence[Pair]) -> float:
    right = [
        speaks(p) and (p.speaker in (None, "unnamed") or (p.made and plain(p.speaker) == plain(p.made.speaker)))
        for p in pairs
    ]
    return sum(map(bool, right)) / max(1, len(right))


def _accuracy(field: str) -> Callable[[Sequence[Pair]], float]:
    return lambda pairs: sum(g == m for g, m in (values(p, field) for p in pairs)) / max(1, len(pairs))


def _macro(field: str, least: int) -> Callable[[Sequence[Pair]], float]:
    return lambda pairs: macro([values(pair, field) for pair in pairs], least=least)


def _precision(pairs: Sequence[Pair]) -> float:
    return _over(pairs, 2)


def _recall(pairs: Sequence[Pair]) -> float:
    return _over(pairs, 3)


def _over(pairs: Sequence[Pair], whole: int) -> float:
    counts = [relayed(pair) for pair in pairs]
    return sum(c[0] for c in counts) / max(1, sum(c[whole] for c in counts))


def _relays(pairs: Sequence[Pair]) -> float:
    precision, recall = _precision(pairs), _recall(pairs)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def written(pair: Pair) -> dict[str, Any]:
    """What was found for a statement of the gold."""
    row: dict[str, Any] = {"set": pair.gold["set"], "article": pair.article, "at": pair.at}
    if pair.made is None:
        return row | {"found": False}
    labels = {field: getattr(pair.made, field) for field in LABELS}
    relays = [{"how": r.how, "name": r.name} for r in pair.made.relays]
    return row | {"found": True, "speaker": pair.made.speaker, **labels, "relays": relays}


def wrong(pairs: Sequence[Pair]) -> list[str]:
    """A line for each statement with a wrong label, speaker or relay: for the eye, not for a file that is kept."""
    lines = []
    for pair in (p for p in pairs if p.made):
        bad = [f"{f} {g} -> {m}" for f in LABELS for g, m in [values(pair, f)] if g != m]
        made = pair.made
        if made and not speaks(pair):
            bad.append(f"speaker {pair.speaker!r} -> {made.speaker!r} {list(made.why)}")
        hit, _, found, some = relayed(pair)
        if made and not hit == found == some:
            bad.append(f"relays {list(pair.relays)} -> {[(r.how, r.name) for r in made.relays]}")
        if bad:
            lines.append(f"{pair.article[-14:]} {pair.at:2} {made.verb if made else ''}: " + "; ".join(bad))
    return lines


def cases(pairs: Sequence[Pair]) -> dict[str, float]:
    """Each article's share of speakers, forms, acts and modalities right, a missed statement counting as wrong."""
    count: dict[str, list[bool]] = {}
    for pair in pairs:
        right = [speaks(pair), *(pair.made is not None and g == m for g, m in _labels(pair))]
        count.setdefault(pair.article, []).extend(right)
    return {article: sum(right) / len(right) for article, right in count.items()}


def _labels(pair: Pair) -> list[tuple[str, str]]:
    return [(pair.gold[f], getattr(pair.made, f, "")) for f in ("form", "act", "modality")]


if __name__ == "__main__":
    main()
