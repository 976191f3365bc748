"""A server of the example story and one headless browser for all tests of the web."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from onrecord.web import make_app

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


class Visit:
    """A tab with everything that went wrong in it: console errors, script errors, requests to elsewhere."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.wrong: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", self._see)
        page.on("dialog", lambda dialog: (self.wrong.append("dialog"), dialog.dismiss()))

    def open(self, path: str) -> Page:
        """Goes to a path of the server."""
        answer = self.page.goto(self.home + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.wrong.append(f"outside: {request.url}")


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The address of a server for a record file, ended with the block."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(make_app(path, fast=True), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def home(story_file: Path) -> Iterator[str]:
    """A server of the example story, for reading."""
    with served(story_file) as address:
        yield address


@pytest.fixture
def own_file(story_file: Path, tmp_path: Path) -> Path:
    """A copy of the example story that a test may change."""
    copy = tmp_path / "own.db"
    for end in ("", "-wal", "-shm"):
        beside = story_file.with_name(story_file.name + end)
        if beside.exists():
            shutil.copy(beside, copy.with_name(copy.name + end))
    return copy


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile of the browser."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def no_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """A profile that runs no scripts."""
    opened = browser.new_context(java_script_enabled=False)
    yield opened
    opened.close()


@pytest.fixture
def visit(context: BrowserContext, home: str) -> Iterator[Visit]:
    """A tab on the example story; nothing may go wrong in it."""
    tab = Visit(context.new_page(), home)
    yield tab
    assert tab.wrong == []
