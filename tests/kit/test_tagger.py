"""The tagger with its real weights."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.errors import WeightsError
from onrecord.kit import WEIGHTS
from onrecord.kit.reading import Reading
from onrecord.kit.tagger import CARD, MODEL, TOKENIZER, Tagger

STORY = (
    "TALLOW BAY: Harbour Minister Mara Vellin said on Monday that the ferry would not sail before May.\n\n"
    "“We will not send people out in that boat,” Vellin told reporters. “It is forty years old.”\n\n"
    "The owner, Tamm Lines, denied that the ship was unsafe. According to Oro Tamm, who runs the firm, "
    "an inspector from Norvia saw no fault in it.\n"
)
ODD = (
    "",
    " \n\n ",
    '"',
    "“Never closed, said Mara Vellin",
    "‘She told us “the boat is ‘old’” and left,’ said Oro Tamm.",
    "\ufeff\x00 \u200b said",
    'Ⅷ ﬁﬂ İstanbul ÅÄÖ ñ 👩‍👩‍👧 "ya" said Vellin.',
    "said " * 700,
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(WEIGHTS)


@pytest.fixture(scope="module")
def reading(tagger: Tagger) -> Reading:
    return tagger.read([STORY])[0]


def words(spans: object) -> list[str]:
    return [STORY[s.start : s.end] for s in spans]  # type: ignore[attr-defined]


def test_a_speaker_gets_all_pieces_of_the_quotation(reading: Reading) -> None:
    spoken = next(a for a in reading.attributions if "forty years" in "".join(words(a.content)))
    assert words(spoken.source) == ["Vellin"]
    assert words(spoken.content) == ["“We will not send people out in that boat,”", "“It is forty years old.”"]


def test_a_signed_quotation_goes_to_its_signature(tagger: Tagger) -> None:
    text = "What passengers say:\n“I would never board it again, not for all the gold in Norvia.” ― Lina Orsk\n"
    signed = tagger.read([text])[0].attributions[-1]
    assert [text[s.start : s.end] for s in signed.source] == ["Lina Orsk"]


def test_the_writer_is_no_source_unless_surely_one(tagger: Tagger) -> None:
    text = (
        'The pump came to Tarvel on Monday. I\'m not expecting much of it. "The old one lasted a week," said Oro Tamm.'
    )
    assert [[text[s.start : s.end] for s in a.source] for a in tagger.read([text])[0].attributions] == [["Oro Tamm"]]


def test_a_clause_without_marks_is_found(reading: Reading) -> None:
    assert any(
        "ship was unsafe" in "".join(words(a.content)) and words(a.cue) == ["denied"] for a in reading.attributions
    )


def test_people_and_bodies_are_named(reading: Reading) -> None:
    labels = {STORY[n.span.start : n.span.end]: n.label for n in reading.names}
    assert labels["Mara Vellin"] == "person"
    assert labels["Oro Tamm"] == "person"


def test_sentences_cover_the_text_and_keep_to_paragraphs(reading: Reading) -> None:
    covered = "".join("".join(words(reading.sentences)).split())
    assert covered == "".join(STORY.split())
    assert not any("\n" in sentence for sentence in words(reading.sentences))


def test_a_text_reads_the_same_alone_and_among_others(tagger: Tagger, reading: Reading) -> None:
    together = tagger.read([*ODD, STORY, STORY * 9])
    assert together[len(ODD)] == reading
    assert together[len(ODD) + 1] == tagger.read([STORY * 9])[0]


def test_spans_stay_in_the_text_and_in_order(tagger: Tagger) -> None:
    for text in (*ODD, STORY * 30):
        found = tagger.read([text])[0]
        for a in found.attributions:
            assert a.content
            assert all(0 <= s.start < s.end <= len(text) for s in (*a.source, *a.cue, *a.content))
            assert list(a.content) == sorted(a.content)
        places = [n.span for n in found.names]
        assert places == sorted(places)
        assert all(0 <= a.end <= b.start for a, b in zip(found.sentences, found.sentences[1:], strict=False))


def test_weights_other_than_the_card_says_are_refused(tmp_path: Path) -> None:
    for name in (MODEL, TOKENIZER, CARD):
        shutil.copyfile(WEIGHTS / name, tmp_path / name)
    (tmp_path / TOKENIZER).write_text((WEIGHTS / TOKENIZER).read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(WeightsError, match="card"):
        Tagger(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="missing"):
        Tagger(tmp_path)
