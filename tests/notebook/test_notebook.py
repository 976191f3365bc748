"""The record in a notebook: self-contained, escaped, with the words at their range; the tutorial runs."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from onrecord.errors import OnrecordError, UnknownId
from onrecord.notebook import show
from onrecord.record import Record

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.ipynb"


def test_each_thing_shows_itself_with_no_request_and_no_script(story: Record) -> None:
    for what in (story.statements()[0], story.articles()[0], story.stories()[0], story.people()[0]):
        html = show(story, what)._repr_html_()
        assert isinstance(html, str)
        assert "<script" not in html
        assert not re.findall(r'(?:src|href)="(?!#)', html)
        assert repr(show(story, what))


def test_a_statement_shows_its_words_where_they_stand(story: Record) -> None:
    statement = story.statements(speaker="Orlen Baskar")[0]
    html = show(story, statement.id).html
    first, last = statement.content[0].start, statement.content[-1].end
    marked = re.search(r"<mark>(.*?)</mark>", html, re.S)
    assert marked
    plain = marked[1].replace("&#34;", '"').replace("&#39;", "'").replace("&amp;", "&")
    assert plain == story.shelf.text(statement.page)[first:last]
    assert f"{first}-{last}" in html


def test_a_story_draws_every_statement_and_lists_it(story: Record) -> None:
    about = story.stories()[0]
    html = show(story, about).html
    count = sum(len(story.clipping(page).statements) for page in about.pages)
    assert html.count('<details class="q"') == count
    assert (
        len(set(re.findall(r'<details class="q" id="([^"]+)"', html)) & set(re.findall(r'href="#([^"]+)"', html))) > 0
    )


def test_words_of_a_page_are_text(tmp_path: Path) -> None:
    page = tmp_path / "hostile.txt"
    page.write_text('Bridge\n\n"The bridge <img src=x onerror=alert(1)> is safe for all," Mayor Ann <b>Lee</b> said.\n')
    with Record.open(tmp_path / "r.db", fast=True) as record:
        record.add(page)
        for what in (*record.statements(), *record.articles(), *record.stories(), *record.people()):
            assert not re.search(r"<(img|script|b onclick)", show(record, what).html)


def test_what_cannot_be_shown_is_said(story: Record) -> None:
    with pytest.raises(UnknownId):
        show(story, "nothing")
    with pytest.raises(OnrecordError, match="statement, article"):
        show(story, story.copies()[0])


def test_the_tutorial_runs_from_top_to_bottom(tmp_path: Path) -> None:
    notebook = nbformat.read(TUTORIAL, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are made, not kept"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata["kernelspec"] = kernel
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    os.environ["ONRECORD_EXAMPLES"] = str(ROOT / "examples" / "pages")
    client = NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}, kernel_name="python3"
    )
    ran = client.execute()
    shown = [
        out
        for cell in ran.cells
        if cell.cell_type == "code"
        for out in cell.outputs
        if out.output_type == "execute_result"
    ]
    assert any("text/html" in out.data and "onrecord" in out.data["text/html"] for out in shown)
    assert sys.version_info >= (3, 11)
