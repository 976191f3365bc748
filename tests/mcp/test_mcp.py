"""The tools as an assistant's client uses them: over the protocol, against a real record file."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from onrecord.mcp import TOOLS
from onrecord.record import Record


def asked(path: Path, *calls: tuple[str, dict[str, object]]) -> tuple[list[Any], list[Any]]:
    """The tools listed, and the answer to each call, over standard input and output."""

    async def run() -> tuple[list[Any], list[Any]]:
        server = StdioServerParameters(command=sys.executable, args=["-m", "onrecord", "mcp", "--record", str(path)])
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            return tools, [await session.call_tool(name, given) for name, given in calls]

    return asyncio.run(asyncio.wait_for(run(), 120))


def body(answer: Any) -> dict[str, Any]:
    return json.loads(answer.content[0].text)


def test_an_assistant_finds_reads_and_verifies(story_file: Path, story: Record) -> None:
    statement = story.statements(speaker="Orlen Baskar", manner="direct")[0]
    copy = story.copies()[0]
    tools, answers = asked(
        story_file,
        ("search_statements", {"query": "speaker:baskar", "limit": 3}),
        ("get_statement", {"id": statement.id}),
        ("verify_quote", {"text": story.text(statement)}),
        ("story_brief", {"id": story.stories()[0].id}),
        ("person_record", {"id_or_name": "Orlen Baskar"}),
        ("compare_copies", {"left": copy.left, "right": copy.right}),
        ("changes_since", {"known_pages": [copy.left]}),
        ("get_statement", {"id": "nothing"}),
    )
    assert [tool.name for tool in tools] == [tool.__name__ for tool in TOOLS]
    for tool in tools:
        assert tool.annotations.read_only_hint
        assert "record" not in tool.input_schema["properties"]
    found, read, checked, brief, person, shared, changed, unknown = answers
    assert unknown.is_error
    assert body(found)["statements"][0]["speaker"] == "Orlen Baskar"
    assert body(read)["page_words"] == story.text(statement)
    assert body(checked)["quotations"][0]["kind"] == "verbatim"
    assert body(brief)["statements_total"] >= len(body(brief)["statements"]) > 0
    assert body(person)["name"] == "Orlen Baskar"
    assert body(shared)["kind"] == copy.kind
    assert copy.left not in [page["id"] for page in body(changed)["pages"]]
    for answer in answers[:-1]:
        assert body(answer)["searched"]["pages"] == story.summary().pages


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool.__name__ in ("search_statements", "get_statement")])
def test_every_span_holds_the_words_beside_it(tool: Callable[..., Any], story: Record) -> None:
    statement = story.statements()[0]
    given = {"query": "the"} if tool.__name__ == "search_statements" else {"id": statement.id}
    answer = tool(story, **given)
    rows = answer.get("statements", [answer])
    assert rows
    for row in rows:
        text = story.shelf.text(row["page"])
        words = " ".join(" ".join(text[start:end] for start, end in row["spans"]).split())
        assert words == row["page_words"]
