"""When statements were said, on sentences with source, cue and content marked by their words."""

from __future__ import annotations

from onrecord.kit import open_kit
from onrecord.labels import Modality
from onrecord.spans import View
from onrecord.times import find_times, when_said
from onrecord.types import Article, Block, Dated, Page, Span, Statement


def _said(
    text: str, source: str, cue: str, content: str, day: str | None = "2016-06-15", modality: Modality = "said"
) -> tuple[str | None, str | None]:
    page = Page(id="ab12", name="page.txt", text=text)
    published = Dated(value=day)
    article = Article(id="ab12:a", page="ab12", blocks=(Block(Span(0, len(text))),), published=published)
    view = View(text, [Span(0, len(text))])
    spans = [(Span(text.index(words), text.index(words) + len(words)),) for words in (content, cue, source)]
    statement = Statement(
        id="ab12:s0-1", page="ab12", content=spans[0], cue=spans[1], source=spans[2], modality=modality
    )
    (dated,) = when_said([statement], find_times(page, article, view, open_kit(fast=True)), article, view)
    return dated.said, text[dated.said_span.start : dated.said_span.end] if dated.said_span else None


def test_a_day_after_the_verb_is_when_it_was_said() -> None:
    text = "The mayor said on Friday that the dam would hold."
    assert _said(text, "The mayor", "said", "the dam would hold") == ("2016-06-10", "Friday")


def test_a_day_that_opens_the_sentence_is_when_it_was_said() -> None:
    text = "Earlier this month, Mayor Ilse Quill said in a television interview that the dam would hold."
    assert _said(text, "Mayor Ilse Quill", "said", "the dam would hold") == ("2016-06", "Earlier this month")


def test_a_day_between_source_and_verb_is_kept_even_when_it_is_vague() -> None:
    text = "Mayor Ilse Quill, had recently said in Velmar, that the dam would hold."
    assert _said(text, "Mayor Ilse Quill", "had recently said", "the dam would hold") == (None, "recently")


def test_a_statement_issued_on_a_day_was_said_then() -> None:
    text = "“The dam will hold,” said a city statement issued on Friday."
    assert _said(text, "a city statement issued on Friday", "said", "The dam will hold") == ("2016-06-10", "Friday")
    assert _said(text, "a city statement", "said", "The dam will hold") == ("2016-06-10", "Friday")


def test_a_page_without_date_keeps_the_words_and_no_day() -> None:
    text = "The mayor said on Friday that the dam would hold."
    assert _said(text, "The mayor", "said", "the dam would hold", day=None) == (None, "Friday")


def test_a_day_inside_what_was_said_is_not_when_it_was_said() -> None:
    text = "The mayor said the dam broke on Friday."
    assert _said(text, "The mayor", "said", "the dam broke on Friday") == (None, None)


def test_a_day_of_another_doing_of_the_speaker_is_not_when_it_was_said() -> None:
    text = "The mayor, who toured the coast on Monday, said the dam would hold."
    assert _said(text, "The mayor", "said", "the dam would hold") == (None, None)


def test_a_day_in_the_next_sentence_is_not_when_it_was_said() -> None:
    text = "“The dam will hold,” said the mayor. On Friday it broke."
    assert _said(text, "the mayor", "said", "The dam will hold") == (None, None)


def test_what_is_only_planned_was_not_said_on_any_day() -> None:
    text = "The envoy will be told this week that the dam would hold."
    assert _said(text, "The envoy", "will be told", "the dam would hold", modality="planned") == (None, None)
