"""Passages of our own writing: their marks become exact spans, and a slip of the pen stops at its file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from training.own import Passage, Span, parse_own, read_own

FOLDER = Path(__file__).parent.parent / "training" / "passages"
PASSAGES = parse_own(FOLDER)


def spans_of(passage: Passage) -> list[Span]:
    return [s for spans in passage.numbers.values() for s in spans] + passage.doubtful


def parse(folder: Path, text: str) -> list[Passage]:
    (folder / "news.txt").write_text(text, encoding="utf-8")
    return parse_own(folder)


def test_marks_become_spans_of_the_plain_text(tmp_path: Path) -> None:
    (passage,) = parse(tmp_path, '== x\n{p1:"It sank,"} {c1:said} {s1:Ada Orlen}.\n\n{p1:"It was old."}\n')
    assert passage.text == '"It sank," said Ada Orlen.\n\n"It was old."'
    found = [(s.role, passage.text[slice(*s.extent)], s.layer) for s in passage.numbers[1]]
    assert found == [
        ("content", '"It sank,"', 0),
        ("cue", "said", 0),
        ("source", "Ada Orlen", 0),
        ("content", '"It was old."', 0),
    ]


def test_what_is_said_inside_a_content_is_of_the_inner_layer(tmp_path: Path) -> None:
    (passage,) = parse(tmp_path, "== x\n{s1:She} {c1:said} {p1:{s2:he} {c2:denied} {p2:{c3?:claims} {p3?:of theft}}}.")
    assert {s.layer for s in passage.numbers[1]} == {0}
    assert {s.layer for s in passage.numbers[2]} == {1}
    assert [(s.role, s.layer) for s in passage.doubtful] == [("cue", 1), ("content", 1)]


def test_one_source_may_serve_two_attributions(tmp_path: Path) -> None:
    (passage,) = parse(tmp_path, "== x\n{s1:{s2:He}} {c1:said} {p1:it fell}, {c2:adding} {p2:that it hurt}.")
    assert {s.layer for s in spans_of(passage)} == {0}
    assert [s.extent for s in spans_of(passage) if s.role == "source"] == [(0, 2), (0, 2)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{s1:He} {c1:said} {p1:so", "not closed"),
        ("He} said", "belongs to no mark"),
        ("{q1:He} said", "belongs to no mark"),
        ("{s1:He } {c1:said}", "space at its edge"),
        ("{s1:} {c1:said}", "empty"),
        ("{p1:{c1:said} so}", "its own number"),
        ("{s1:He} said", "neither cue nor content"),
        ("{s1:He} {c1:said} {p1:so}. {p2:{s1:She} wept}", "both inside and outside"),
        ("{s1?:He} {c1:said} {p1:so}", "both doubtful and sure"),
        ("{c1?:hopes} {p1?:that {s2:he} {c2:lied}}", "inside a doubtful content"),
    ],
)
def test_a_malformed_mark_stops_with_its_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=rf"news\.txt:\d.*{complaint}"):
        parse(tmp_path, f"== x\n{line}\n")


def test_a_bad_mark_is_named_by_its_own_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"news\.txt:5:"):
        parse(tmp_path, "== x\nAll is well.\n\n== y\nHe} said\n")


def test_text_before_the_first_passage_stops(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"news\.txt:1: text before"):
        parse(tmp_path, "He said so.\n")


def test_there_are_enough_passages_and_some_hold_no_attribution() -> None:
    assert len(PASSAGES) >= 150
    assert sum(not spans_of(p) for p in PASSAGES) >= 20
    assert len({p.id for p in PASSAGES}) == len({p.text for p in PASSAGES}) == len(PASSAGES)


def test_no_mark_is_left_in_a_text() -> None:
    assert not [p.id for p in PASSAGES if re.search(r"[{}]|\b[scp]\d+\??:|^==", p.text, re.MULTILINE)]


def test_every_span_holds_whole_words_of_one_line() -> None:
    for passage in PASSAGES:
        for a, b in (s.extent for s in spans_of(passage)):
            words = passage.text[a:b]
            assert words == words.strip() != "", passage.id
            assert "\n" not in words, passage.id
            assert not (passage.text[a - 1 : a].isalnum() and passage.text[a].isalnum()), (passage.id, words)
            assert not (passage.text[b - 1].isalnum() and passage.text[b : b + 1].isalnum()), (passage.id, words)


def test_no_source_or_cue_takes_the_stop_after_it() -> None:
    ends = [(p.id, p.text[slice(*s.extent)]) for p in PASSAGES for s in spans_of(p) if s.role != "content"]
    assert not [e for e in ends if e[1].endswith((".", ",", ":", ";")) and len(e[1]) > 1 and not _short(e[1])]


def _short(words: str) -> bool:
    return bool(re.search(r"\b(?:Jr|Sr|Inc|Co|Ltd|Corp|p\.m|a\.m)\.$", words))


def test_what_is_inner_lies_inside_what_somebody_said() -> None:
    for passage in PASSAGES:
        spans = spans_of(passage)
        outer = [s.extent for s in spans if s.role == "content" and not s.layer]
        for span in (s for s in spans if s.layer):
            assert any(a <= span.extent[0] and span.extent[1] <= b for a, b in outer), passage.id


def test_no_two_attributions_of_a_layer_claim_the_same_words_for_other_roles() -> None:
    for passage in PASSAGES:
        sure = [s for spans in passage.numbers.values() for s in spans]
        for one in (s for s in sure if not s.layer):
            for two in (s for s in sure if not s.layer and s.role != one.role):
                apart = one.extent[1] <= two.extent[0] or two.extent[1] <= one.extent[0]
                assert apart, (passage.id, one, two)


def test_every_file_is_short_enough_to_read() -> None:
    assert not [f.name for f in FOLDER.glob("*.txt") if len(f.read_text(encoding="utf-8").splitlines()) >= 400]


def test_the_passages_are_examples_with_two_layers() -> None:
    pytest.importorskip("torch")
    examples = read_own(FOLDER)
    assert [e.text for e in examples] == [p.text for p in PASSAGES]
    assert {e.layers for e in examples} == {2}
    assert sum(len(e.attributions) for e in examples) == sum(len(p.numbers) for p in PASSAGES)
    assert {m.layer for e in examples for m in e.attributions} == {0, 1}
