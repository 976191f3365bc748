"""Speakers of statements: who each source is, scored on name and form (``--oracle``: the sources of the data)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bench.case import parser, read_rows, write_rows
from onrecord.kit import Kit, open_kit
from onrecord.people import find_mentions
from onrecord.people.speakers import find_speakers
from onrecord.quotes import find_statements
from onrecord.spans import overlap, view_of
from onrecord.types import Article, Block, Fact, Page, Span, Spans, Statement, id_of

# A found statement is the given one when their contents share this much (the pairing of the quotes scorer).
HALF = 0.5
_LEADS = re.compile(r"^(?:the|an?)\s+")


def main() -> None:
    """Works the rows, writes one prediction row an article, prints the figures."""
    options = parser(__doc__)
    options.add_argument("--oracle", action="store_true", help="take sources, cues and contents from the data")
    options.add_argument("--wrong", action="store_true", help="list each speaker that is wrong")
    asked = options.parse_args()
    rows = read_rows(asked.data)
    kit = open_kit()
    made = [voiced(row, kit, oracle=asked.oracle) for row in rows]
    write_rows(asked.out, made)
    figures(rows, made, wrong=asked.wrong)


def voiced(row: Mapping[str, Any], kit: Kit, *, oracle: bool = True) -> dict[str, Any]:
    """A row with ``speaker`` and ``form`` predicted: of each given statement, or of those found in the text."""
    page = Page("0" * 12, str(row["id"]), row["text"])
    headline = Fact(row["headline"]) if row.get("headline") else None
    article = Article(page.id + ":a", page.id, (Block(Span(0, len(page.text))),), headline=headline)
    view = view_of(page.text, article.blocks)
    mentions = find_mentions(page, article, view, kit)
    given = [statement_of(page, a) for a in row["attributions"]]
    statements = given if oracle else find_statements(page, article, view, kit)
    found = find_speakers(page, article, statements, mentions, view, kit=kit)
    return {"id": row["id"], "attributions": [_written(s) for s in (found if oracle else paired(found, given))]}


def _written(statement: Statement | None) -> dict[str, Any]:
    if statement is None:
        return {"source": [], "cue": [], "content": [], "speaker": None, "form": "missed", "why": []}
    roles = {"source": statement.source, "cue": statement.cue, "content": statement.content}
    places = {role: [[s.start, s.end] for s in spans] for role, spans in roles.items()}
    return {**places, "speaker": statement.speaker, "form": statement.form, "why": list(statement.why)}


def paired(found: Sequence[Statement], given: Sequence[Statement]) -> list[Statement | None]:
    """For each given statement the found one whose content shares most with it, at least half of both together."""
    made: list[Statement | None] = []
    for one in given:
        score, at = max(((_dice(f, one), -k) for k, f in enumerate(found)), default=(0.0, 0))
        made.append(found[-at] if score >= HALF else None)
    return made


def _dice(left: Statement, right: Statement) -> float:
    shared = sum(overlap(a, b) for a in left.content for b in right.content)
    size = sum(s.end - s.start for s in (*left.content, *right.content))
    return 2 * shared / size if size else 0.0


def statement_of(page: Page, given: Mapping[str, Any]) -> Statement:
    """A statement with the spans of a data row and nothing else of it."""
    source, cue, content = (spans(given[role]) for role in ("source", "cue", "content"))
    at = (content or source or cue or (Span(0, 1),))[0]
    return Statement(id_of(page.id, "s", at), page.id, content, cue=cue, source=source)


def spans(pairs: Sequence[Sequence[int]]) -> Spans:
    """Pairs of numbers as spans."""
    return tuple(Span(start, end) for start, end in pairs)


def plain(speaker: str | None) -> str:
    """A speaker as compared: small letters, no dots, no leading article, nor the mark of an unnamed one."""
    words = " ".join((speaker or "").casefold().replace(".", "").replace("’", "'").replace('"', "").split())
    name = words.removeprefix("unnamed: ")
    kind = "unnamed: " if words != name else ""
    return kind + _LEADS.sub("", name)


def same(left: str | None, right: str | None) -> bool:
    """Whether two speakers are one by a looser eye: last words alike, or one unnamed phrase within the other."""
    one, two = plain(left), plain(right)
    if one == two or not one or not two:
        return one == two
    if one.startswith("unnamed") != two.startswith("unnamed"):
        return False
    one, two = one.removeprefix("unnamed: "), two.removeprefix("unnamed: ")
    return one.split()[-1] == two.split()[-1] or one in two or two in one


def figures(rows: Sequence[Mapping[str, Any]], made: Sequence[Mapping[str, Any]], *, wrong: bool) -> None:
    """Prints the share of speakers and forms right, by form, and each wrong one if asked."""
    count: Counter[str] = Counter()
    for row, out in zip(rows, made, strict=True):
        for gold, guess in zip(row["attributions"], out["attributions"], strict=True):
            if gold.get("form") in (None, "unsure") or gold.get("speaker") == "unsure":
                continue
            hits = {
                "speaker": plain(gold["speaker"]) == plain(guess["speaker"]),
                "speaker (loose)": same(gold["speaker"], guess["speaker"]),
                "form": gold["form"] == guess["form"],
            }
            for name, hit in hits.items():
                count.update({(name): hit, f"{name}/{gold['form']}": hit})
            count.update({"all": 1, "all/" + gold["form"]: 1})
            if wrong and not (hits["speaker (loose)"] and hits["form"]):
                words = [row["text"][s:e] for s, e in gold["source"]]
                print(f"{row['id'][-12:]} {words} gold {gold['speaker']!r}/{gold['form']}", end=" ")
                print(f"got {guess['speaker']!r}/{guess['form']} {guess['why']}")
    for key in sorted(k for k in count if k.startswith("all")):
        tail = key.removeprefix("all")
        n = count[key]
        line = "  ".join(
            f"{name} {100 * count[name + tail] / n:5.1f}" for name in ("speaker", "speaker (loose)", "form")
        )
        print(f"{tail or '(all)':18s} n={n:4d}  {line}")


if __name__ == "__main__":
    main()
