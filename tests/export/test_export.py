"""What other programs get: every form is read back by a reader that is not ours, and cut from the page again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import networkx
import polars
import pytest
from jsonschema import Draft202012Validator

from onrecord.export import EXPORTS, TABLES, export
from onrecord.record import Record, Shelf
from onrecord.spans import hull

REST = """
The council of Tarn meets on Monday to vote on the budget for the coming year, which holds money for two bridges.

Residents of the old town have asked for a new crossing since the flood, and the works would take eleven months.
"""

# The keys that the Web Annotation Data Model (W3C, 2017) asks of an annotation with these selectors.
W3C = {
    "type": "object",
    "required": ["@context", "id", "type", "target"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": {"type": "string", "pattern": "^(urn|https?):"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["describing", "identifying", "linking"]},
        "target": {
            "type": "object",
            "required": ["source", "selector"],
            "properties": {
                "source": {"type": "string"},
                "selector": {
                    "type": "array",
                    "prefixItems": [
                        {
                            "type": "object",
                            "required": ["type", "exact"],
                            "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string"}},
                        },
                        {
                            "type": "object",
                            "required": ["type", "start", "end"],
                            "properties": {
                                "type": {"const": "TextPositionSelector"},
                                "start": {"type": "integer", "minimum": 0},
                                "end": {"type": "integer", "minimum": 1},
                            },
                        },
                    ],
                },
            },
        },
    },
}


def written(shelf: Shelf, form: str, table: str = "statements") -> bytes:
    return b"".join(export(shelf, form, table=table))


def rows(shelf: Shelf, form: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in written(shelf, form).splitlines()]


@pytest.mark.parametrize("form", EXPORTS)
def test_the_same_record_gives_the_same_bytes(form: str, shelf: Shelf) -> None:
    assert written(shelf, form) == written(shelf, form)
    assert len(written(shelf, form)) > 500


def test_json_lines_hold_the_text_their_spans_are_cut_from(shelf: Shelf) -> None:
    found = rows(shelf, "jsonl")
    text = {row["id"]: str(row["text"]) for row in found if row["record"] == "page"}
    statements = [row for row in found if row["record"] == "statement"]
    assert len(statements) == len(shelf.statements)
    for row in statements:
        cut = " ".join(" ".join(text[row["page"]][start:end] for start, end in row["content"]).split())
        assert cut == row["shown"]["words"]
    mentions = [row for row in found if row["record"] == "mention"]
    assert len(mentions) == sum(len(c.mentions) for c in shelf.clippings.values()) > 0
    assert {row["record"] for row in found} >= {"page", "article", "timex", "party", "story", "thread", "event"}


@pytest.mark.parametrize("table", TABLES)
def test_tables_hold_every_record_of_their_type(table: str, shelf: Shelf) -> None:
    count = len(list(TABLES[table].records(shelf)))
    read = list(csv.DictReader(io.StringIO(written(shelf, "csv", table).decode())))
    assert len(read) == count
    frame = polars.read_parquet(io.BytesIO(written(shelf, "parquet", table)))
    assert frame.height == count
    if count:
        assert list(read[0]) == frame.columns


def test_cells_that_a_spreadsheet_would_run_are_text(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        f'Budget of Tarn\n\n"=HYPERLINK(1) is what they typed in our budget sheet," Mayor Ann Lee said.\n{REST}'
    )
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(page)
        table = list(csv.DictReader(io.StringIO(written(record.shelf, "csv").decode())))
        assert any("HYPERLINK" in row["words"] for row in table)
        assert not [cell for row in table for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_web_annotations_keep_to_the_model_and_to_the_page(shelf: Shelf) -> None:
    check = Draft202012Validator(W3C)
    found = rows(shelf, "w3c")
    assert len(found) == sum(len(s.content) for s in shelf.statements.values())
    for row in found:
        check.validate(row)
        quote, position = row["target"]["selector"]
        page = str(row["id"]).split(":")[2]
        text = shelf.text(page)
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert text[position["start"] - len(quote["prefix"]) : position["start"]] == quote["prefix"]


def test_claim_review_shells_hold_no_verdict(shelf: Shelf) -> None:
    found = rows(shelf, "schema-org")
    shells = [row for row in found if row["@type"] == "ClaimReview"]
    denied = [r for r in shelf.relations if r.relation in ("denies", "contradicts")]
    assert bool(shells) == bool(denied)
    assert not [row for row in shells if "reviewRating" in row or "rating" in json.dumps(row).casefold()]
    quotations = [row for row in found if row["@type"] == "Quotation"]
    assert len(quotations) == sum(s.manner != "indirect" for s in shelf.statements.values())


def test_a_claim_review_names_the_answer_to_it(shelf: Shelf) -> None:
    relation = next((r for r in shelf.relations if r.relation == "denies" and r.directed), None)
    assert relation is not None, "the example story holds a denial"
    shell = next(r for r in rows(shelf, "schema-org") if r.get("identifier") == f"{relation.right}:review")
    assert relation.left in {answer["identifier"] for answer in shell["citation"]}


def test_the_graph_is_read_by_networkx_and_counts_what_was_said(shelf: Shelf) -> None:
    graph = networkx.read_graphml(io.BytesIO(written(shelf, "graphml")))
    said = [fields for *_, fields in graph.edges(data=True) if fields["kind"] == "said"]
    assert sum(fields["count"] for fields in said) == len(shelf.statements)
    copied = [fields for *_, fields in graph.edges(data=True) if fields["kind"] == "copied"]
    assert len(copied) == len(shelf.copies)
    for _, fields in graph.nodes(data=True):
        assert fields["kind"] and fields["name"]


def test_the_graph_survives_characters_that_xml_has_not(tmp_path: Path) -> None:
    page = tmp_path / "odd.txt"
    lead = 'Odd \x0b news\n\nMayor Ann\x02 Lee said: "The b\x1bridge of Tarn is \x00 safe for \x0c us all."\n'
    page.write_text(f"{lead}{REST}")
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(page)
        graph = networkx.read_graphml(io.BytesIO(written(record.shelf, "graphml")))
        assert len(graph) >= 1
        for form in EXPORTS:
            assert written(record.shelf, form) is not None


def test_timeline_rows_are_no_more_precise_than_the_page(shelf: Shelf) -> None:
    read = list(csv.DictReader(io.StringIO(written(shelf, "timelinejs").decode())))
    dated = [event for event in shelf.events if event.date and event.date[:4].isdigit()]
    assert len(read) == len(dated) > 0
    for row, event in zip(read, dated, strict=True):
        assert row["Year"] == event.date[:4]
        assert bool(row["Day"]) == (len(event.date) >= 10)


def test_brat_files_point_at_the_words_they_name(shelf: Shelf) -> None:
    with zipfile.ZipFile(io.BytesIO(written(shelf, "brat"))) as packed:
        names = packed.namelist()
        assert "annotation.conf" in names
        lines = 0
        for name in (n for n in names if n.endswith(".ann")):
            text = packed.read(name.replace(".ann", ".txt")).decode()
            for line in packed.read(name).decode().splitlines():
                if line.startswith("T"):
                    _, extent, words = line.split("\t")
                    pieces = [tuple(map(int, piece.split())) for piece in extent.split(" ", 1)[1].split(";")]
                    assert " ".join(text[start:end] for start, end in pieces) == words
                    lines += 1
        assert lines >= len(shelf.statements)


def test_entities_are_valid_follow_the_money(shelf: Shelf) -> None:
    found = rows(shelf, "ftm")
    ids = {row["id"] for row in found}
    links = [row for row in found if row["schema"] == "Documentation"]
    assert links
    for row in links:
        assert {row["properties"]["document"][0], row["properties"]["entity"][0]} <= ids
        assert hull(shelf.statements[row["properties"]["recordId"][0]].content).start >= 0
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed (it needs ICU)").model
    for row in found:
        entity = model.get_proxy(row, cleaned=False)
        assert entity.schema.name == row["schema"]
        for name, values in row["properties"].items():
            assert len(entity.get(name)) == len(set(values)), f"{name} of {row} was refused"
