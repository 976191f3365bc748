"""The verb that opens the record to an assistant: mcp."""

from __future__ import annotations

from pathlib import Path

from onrecord.cli.lines import AsJson, RecordFile, open_record, put


def mcp(record: RecordFile = Path("onrecord.db"), as_json: AsJson = False) -> None:
    """Answer an assistant's questions over the Model Context Protocol, on standard input and output; reads only.

    Needs the extra: pip install 'onrecord[mcp]'. With --json the tools are listed instead.

    Example: onrecord mcp --record story.db
    """
    from onrecord.mcp import TOOLS, make_server

    if as_json:
        for tool in TOOLS:
            put(f'{{"tool":"{tool.__name__}"}}')
        return
    with open_record(record):
        # Said now, not at the first question: a file that is none of ours, or is not there.
        pass
    make_server(record).run("stdio")
