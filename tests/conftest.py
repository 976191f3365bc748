"""What several tests need: the example story, worked once into a record file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.record import Record, Shelf

EXAMPLES = Path(__file__).parent.parent / "examples" / "pages"


@pytest.fixture(scope="session")
def story_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record file that holds the example story."""
    path = tmp_path_factory.mktemp("story") / "story.db"
    with Record.open(path) as record:
        record.add(EXAMPLES)
    return path


@pytest.fixture
def story(story_file: Path) -> Iterator[Record]:
    """The record of the example story, open for reading."""
    with Record.open(story_file, write=False) as record:
        yield record


@pytest.fixture
def shelf(story: Record) -> Shelf:
    """The shelf of the example story."""
    return story.shelf
