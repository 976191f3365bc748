"""Speakers are found for marked sentences and for quotations that run on or speak of themselves."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from onrecord.kit import Kit, Name, open_kit
from onrecord.people import find_mentions
from onrecord.people.lexicon import lexicon_of
from onrecord.people.names import find_names
from onrecord.people.speakers import find_speakers
from onrecord.people.tokens import cut_tokens
from onrecord.spans import view_of
from onrecord.types import Article, Block, Page, Span, Statement, id_of

CASES = Path(__file__).parent / "speakers.txt"
MARKED = re.compile(r"\[([^\]]*?) => ([^\]]*?) \| (\w+)\]")


def cases() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def page_of(text: str) -> tuple[Page, Article]:
    page = Page("0" * 12, "page.txt", text)
    return page, Article(page.id + ":a", page.id, (Block(Span(0, len(text))),))


def statement(page: Page, source: str, content: str, *, nth: int = 0) -> Statement:
    start = [m.start() for m in re.finditer(re.escape(source), page.text)][nth] if source else 0
    at = page.text.index(content)
    spans = (Span(start, start + len(source)),) if source else ()
    span = Span(at, at + len(content))
    return Statement(id_of(page.id, "s", span), page.id, (span,), source=spans, manner="direct")


def voiced(page: Page, article: Article, statements: list[Statement], kit: Kit) -> list[Statement]:
    view = view_of(page.text, article.blocks)
    mentions = find_mentions(page, article, view, kit)
    return find_speakers(page, article, statements, mentions, view, kit=kit)


@pytest.mark.parametrize("fast", [False, True], ids=["tagger", "rules"])
@pytest.mark.parametrize("line", cases())
def test_each_marked_source_is_the_speaker_it_is_marked_with(line: str, fast: bool) -> None:
    text, wanted, statements = "", [], []
    last = 0
    marked = line.replace(" // ", "\n\n")
    for match in MARKED.finditer(marked):
        text += marked[last : match.start()]
        span = Span(len(text), len(text) + len(match[1]))
        text += match[1]
        last = match.end()
        wanted.append((None if match[2] == "none" else match[2], match[3]))
        statements.append(Statement(f"0:s{span.start}", "0" * 12, (span,), source=(span,)))
    page, article = page_of(text + marked[last:])
    got = voiced(page, article, statements, open_kit(fast=fast))
    assert [(s.speaker, s.form) for s in got] == wanted


def test_a_quotation_that_runs_on_has_the_voice_of_the_one_before() -> None:
    page, article = page_of('"We came," Orvan Tessel said.\n\n"It rained all night."')
    first = statement(page, "Orvan Tessel", '"We came,"')
    second = statement(page, "", '"It rained all night."')
    assert voiced(page, article, [first, second], open_kit(fast=True))[1].speaker == "Orvan Tessel"


def test_a_quotation_after_the_accusations_of_officials_is_of_the_one_quoted_before() -> None:
    page, article = page_of(
        '"We came," Orvan Tessel said.\n\nOfficials accused the guild of theft.\n\n"It rained all night."'
    )
    first = statement(page, "Orvan Tessel", '"We came,"')
    charge = msgspec.structs.replace(
        statement(page, "Officials", "the guild of theft"), act="accuse", manner="indirect"
    )
    last = statement(page, "", '"It rained all night."')
    got = voiced(page, article, [first, charge, last], open_kit(fast=True))
    assert got[2].speaker == "Orvan Tessel"


def test_whoever_says_i_in_a_quotation_is_the_one_quoted() -> None:
    page, article = page_of('"I think it rained," Orvan Tessel said to Ilda Kroll.')
    outer = statement(page, "Orvan Tessel", '"I think it rained,"')
    inner = statement(page, "I", "it rained")
    assert [s.speaker for s in voiced(page, article, [outer, inner], open_kit(fast=True))] == ["Orvan Tessel"] * 2


def test_a_statement_without_a_source_has_no_speaker() -> None:
    page, article = page_of("Tessel was told that the road was shut.")
    got = voiced(page, article, [statement(page, "", "the road was shut")], open_kit(fast=True))
    assert got[0].speaker is not None if got[0].source else (got[0].speaker, got[0].form) == (None, "none")


def test_a_letter_said_in_by_someone_is_his() -> None:
    page, article = page_of('"We won," Admiral Orvan Tessel said in a written statement confirming the landing.')
    outer = statement(page, "Admiral Orvan Tessel", '"We won,"')
    cue = Span(page.text.index("said"), page.text.index("confirming"))
    letter = statement(page, "a written statement", "the landing")
    got = voiced(page, article, [Statement(outer.id, page.id, outer.content, (cue,), outer.source), letter], open_kit())
    assert (got[1].speaker, got[1].form) == ("Orvan Tessel", "document")


def test_whoever_is_he_in_a_quotation_is_not_the_one_quoted() -> None:
    page, article = page_of('"He denied hiding the coins," Orvan Tessel said.')
    outer = statement(page, "Orvan Tessel", '"He denied hiding the coins,"')
    inner = msgspec.structs.replace(statement(page, "He", "hiding the coins"), within=outer.id)
    got = voiced(page, article, [outer, inner], open_kit(fast=True))
    assert got[0].speaker == "Orvan Tessel"
    assert got[1].speaker != "Orvan Tessel"


def test_a_name_the_tagger_overlooks_in_one_place_is_what_it_is_in_another() -> None:
    text = "Harbour Rights Watch said on Monday that it held. Later Harbour Rights Watch says it fell."
    label = Name(Span(0, len("Harbour Rights Watch")), "body", 0.9)
    names = find_names(cut_tokens(text, lexicon_of(open_kit(fast=True))), lexicon_of(open_kit(fast=True)), [label])
    assert [(" ".join(n.words), n.kind) for n in names if "Watch" in n.words] == [("Harbour Rights Watch", "body")] * 2


def test_whoever_does_a_second_thing_in_a_sentence_says_it_too() -> None:
    page, article = page_of("Ilda Tessel urged calm on Monday but said the road was shut.")
    first = statement(page, "Ilda Tessel", "calm")
    at = page.text.index("said")
    second = msgspec.structs.replace(
        statement(page, "", "the road was shut"), cue=(Span(at, at + len("said")),), manner="indirect"
    )
    got = voiced(page, article, [first, second], open_kit(fast=True))
    assert [s.speaker for s in got] == ["Ilda Tessel", "Ilda Tessel"]


def test_what_is_said_of_someone_in_a_second_clause_is_not_his() -> None:
    page, article = page_of("Ilda Tessel urged calm on Monday and was told the road was shut.")
    first = statement(page, "Ilda Tessel", "calm")
    at = page.text.index("was told")
    second = msgspec.structs.replace(
        statement(page, "", "the road was shut"), cue=(Span(at, at + len("was told")),), manner="indirect"
    )
    got = voiced(page, article, [first, second], open_kit(fast=True))
    assert [s.speaker for s in got] == ["Ilda Tessel", None]
