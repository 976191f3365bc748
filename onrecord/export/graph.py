"""The record as a graph in GraphML: who said what on which page, through whom, who copied whom, who answered whom."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

import msgspec

from onrecord.record import Shelf

# Characters that XML 1.0 has no way to write; networkx writes them and then cannot read its own file.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE_KEYS = ("kind", "name", "url", "published")
_EDGE_KEYS = ("kind", "label", "count", "evidence", "reasons")


class Edge(msgspec.Struct, frozen=True):
    """One line of the graph; ``evidence`` are the ids it rests on, in order."""

    left: str
    right: str
    kind: str
    label: str
    evidence: tuple[str, ...]
    reasons: str = ""


def write_graphml(shelf: Shelf) -> Iterator[bytes]:
    """The graph as one GraphML file, directed.

    Nodes are speakers, pages and outlets. Edges: ``said`` from a speaker to a page, ``relayed`` from an
    outlet or person that the page names as relay to the page, ``published`` from an outlet to its page,
    ``copied`` between pages (from the earlier where that can be told), and one edge a relation between two
    speakers (``denies`` and so on). Every edge carries the ids it rests on.
    """
    edges = [*_said(shelf), *_relayed(shelf), *_published(shelf), *_copied(shelf), *_answered(shelf)]
    nodes = {**_page_nodes(shelf), **_speaker_nodes(shelf, edges)}
    ElementTree.register_namespace("", _SPACE)
    root = ElementTree.Element(f"{{{_SPACE}}}graphml")
    for target, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for key in keys:
            kind = "int" if key == "count" else "string"
            given = {"id": f"{target}_{key}", "for": target, "attr.name": key, "attr.type": kind}
            ElementTree.SubElement(root, f"{{{_SPACE}}}key", given)
    graph = ElementTree.SubElement(root, f"{{{_SPACE}}}graph", {"edgedefault": "directed"})
    for name, fields in sorted(nodes.items()):
        _fill(ElementTree.SubElement(graph, f"{{{_SPACE}}}node", {"id": _legal(name)}), "node", fields)
    for number, edge in enumerate(sorted(edges, key=lambda e: (e.kind, e.left, e.right, e.label))):
        given = {"id": f"e{number}", "source": _legal(edge.left), "target": _legal(edge.right)}
        fields = {
            "kind": edge.kind, "label": edge.label, "count": str(len(edge.evidence)),
            "evidence": " ".join(edge.evidence), "reasons": edge.reasons,
        }  # fmt: skip
        _fill(ElementTree.SubElement(graph, f"{{{_SPACE}}}edge", given), "edge", fields)
    written = io.BytesIO()
    ElementTree.ElementTree(root).write(written, encoding="utf-8", xml_declaration=True)
    yield written.getvalue()


def _fill(element: ElementTree.Element, target: str, fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        if value:
            ElementTree.SubElement(element, f"{{{_SPACE}}}data", {"key": f"{target}_{name}"}).text = _legal(value)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def _page_nodes(shelf: Shelf) -> Mapping[str, Mapping[str, str]]:
    return {
        page: {
            "kind": "page",
            "name": shelf.headline(page),
            "url": clipping.page.url or "",
            "published": clipping.article.published.value or "",
        }
        for page, clipping in shelf.clippings.items()
    }


def _speaker_nodes(shelf: Shelf, edges: list[Edge]) -> Mapping[str, Mapping[str, str]]:
    """Every end of an edge that is no page: parties by id, others by the words that name them."""
    named = {party.id: party for party in shelf.parties}
    ends = {end for edge in edges for end in (edge.left, edge.right)} - set(shelf.clippings)
    return {
        end: (
            {"kind": named[end].kind, "name": named[end].name}
            if end in named
            else dict(zip(("kind", "name"), end.split(":", 1), strict=True))
        )
        for end in ends
    }


def _speaker(shelf: Shelf, statement_id: str) -> str:
    statement = shelf.statements[statement_id]
    party = shelf.party(statement)
    if party is not None:
        return party.id
    # A nameless source is one of its page: "officials" of two pages are not one node.
    return f"unnamed:{statement.page} {shelf.speaker(statement).removeprefix('unnamed:').strip()}"


def _said(shelf: Shelf) -> Iterator[Edge]:
    found: dict[tuple[str, str], list[str]] = {}
    for statement in shelf.statements.values():
        found.setdefault((_speaker(shelf, statement.id), statement.page), []).append(statement.id)
    for (speaker, page), ids in found.items():
        acts = Counter(shelf.statements[statement].act for statement in ids)
        label = ", ".join(f"{act} {count}" for act, count in sorted(acts.items()))
        yield Edge(speaker, page, "said", label, tuple(ids))


def _relayed(shelf: Shelf) -> Iterator[Edge]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for statement in shelf.statements.values():
        for relay in statement.relays:
            found.setdefault((f"outlet:{relay.name}", statement.page, relay.how), []).append(statement.id)
    for (relay_name, page, how), ids in found.items():
        yield Edge(relay_name, page, "relayed", how, tuple(ids))


def _published(shelf: Shelf) -> Iterator[Edge]:
    for page, clipping in shelf.clippings.items():
        if clipping.article.outlet:
            yield Edge(f"outlet:{clipping.article.outlet.value}", page, "published", "", (clipping.article.id,))


def _copied(shelf: Shelf) -> Iterator[Edge]:
    for copy in shelf.copies:
        ends = (copy.right, copy.left) if copy.first == copy.right else (copy.left, copy.right)
        direction = "" if copy.first else "who came first cannot be told; "
        yield Edge(*ends, "copied", copy.kind, (copy.id,), direction + "; ".join(copy.reasons))


def _answered(shelf: Shelf) -> Iterator[Edge]:
    for relation in shelf.relations:
        ends = _speaker(shelf, relation.left), _speaker(shelf, relation.right)
        yield Edge(*ends, "relation", relation.relation, (relation.id,), "; ".join(relation.reasons))
