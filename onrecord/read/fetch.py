"""Fetches pages from the web when a user asks for it, politely and within limits, and keeps them as a WARC.

Nothing else in the house opens a connection. Each hop of a redirect is checked like a first address: http or
https, a public host, allowed by its robots.txt (RFC 9309). A request goes to the very address that was checked.
"""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import BinaryIO
from urllib.parse import urldefrag, urljoin

import httpx
import msgspec
from protego import Protego
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.read.addresses import Place, Resolver, find_place, look_up
from onrecord.read.source import MB, problem
from onrecord.types import Problem

AGENT = "onrecord"
REDIRECTS_LIMIT = 5
ROBOTS_LIMIT_KB = 500
# A robots.txt that asks for longer pauses than this is asking not to be read by this program.
LONGEST_PAUSE_SECONDS = 60.0
_MOVED = (301, 302, 303, 307, 308)


class Manners(msgspec.Struct, frozen=True):
    """How pages are fetched. ``allow_private`` opens addresses that are not public, for tests of own servers."""

    pause_seconds: float = 2.0
    page_seconds: float = 30.0
    page_mb: int = 10
    allow_private: bool = False


class Fetched(msgspec.Struct, frozen=True):
    """A page that was fetched and kept: the address asked for, and the one it was found at."""

    asked: str
    url: str
    size: int


class _Answer(msgspec.Struct, frozen=True):
    place: Place
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


class _Refused(Exception):
    """Why an address was not fetched, in words."""


def fetch_pages(
    urls: Sequence[str], into: BinaryIO, *, manners: Manners | None = None, resolve: Resolver = look_up
) -> Iterator[Fetched | Problem]:
    """Fetches addresses one after the other into a WARC; what was not fetched is a Problem with its reason."""
    visit = _Visit(into, manners or Manners(), resolve)
    for url in dict.fromkeys(urls):
        yield visit.fetch(url)


class _Visit:
    """One run of fetching: the WARC it writes, and what it knows of the hosts it has seen."""

    def __init__(self, into: BinaryIO, manners: Manners, resolve: Resolver) -> None:
        self._manners = manners
        self._resolve = resolve
        self._rules: dict[str, Protego] = {}
        self._seen: dict[str, float] = {}
        self._agent = f"{AGENT}/{version('onrecord')} (asked for by a reader)"
        self._writer = WARCWriter(into, gzip=True)
        self._writer.write_record(self._writer.create_warcinfo_record("fetched", {"software": self._agent}))

    def fetch(self, url: str) -> Fetched | Problem:
        """The page at an address, kept, or why there is none."""
        at = urldefrag(url.strip()).url
        try:
            for _ in range(REDIRECTS_LIMIT + 1):
                answer = self._ask_politely(at)
                if answer.status not in _MOVED:
                    break
                target = answer.header("location")
                if not target:
                    raise _Refused(f"it is moved (status {answer.status}) to nowhere")
                at = urldefrag(urljoin(at, target)).url
            else:
                raise _Refused(f"it is moved more than {REDIRECTS_LIMIT} times")
            if answer.status != 200:
                raise _Refused(f"its server answered with status {answer.status}")
        except (_Refused, ValueError) as error:
            return problem(url, f"not fetched: {error}.")
        self._keep(url, at, answer)
        return Fetched(url, at, len(answer.body))

    def _ask_politely(self, url: str) -> _Answer:
        place = self._place(url)
        rules = self._rules_of(place)
        if not rules.can_fetch(url, AGENT):
            raise _Refused(f"the robots.txt of {place.host} does not allow it")
        delay = float(rules.crawl_delay(AGENT) or 0)
        if delay > LONGEST_PAUSE_SECONDS:
            raise _Refused(f"the robots.txt of {place.host} asks for pauses of {delay:g} seconds")
        return self._ask(url, place, max(delay, self._manners.pause_seconds), self._manners.page_mb * MB)

    def _place(self, url: str) -> Place:
        place = find_place(url, allow_private=self._manners.allow_private, resolve=self._resolve)
        if isinstance(place, str):
            raise _Refused(place)
        return place

    def _rules_of(self, place: Place) -> Protego:
        """The robots.txt of a host; none is no rule, and a host that cannot say is not asked for pages."""
        if place.origin not in self._rules:
            self._rules[place.origin] = Protego.parse(self._robots(place))
        return self._rules[place.origin]

    def _robots(self, place: Place) -> str:
        url = f"{place.origin}/robots.txt"
        for _ in range(REDIRECTS_LIMIT + 1):
            answer = self._ask(url, self._place(url), self._manners.pause_seconds, ROBOTS_LIMIT_KB * 1024)
            target = answer.header("location")
            if answer.status in _MOVED and target:
                url = urljoin(url, target)
                continue
            if answer.status >= 500 or answer.status == 429:
                raise _Refused(f"the robots.txt of {place.host} cannot be read (status {answer.status})")
            return answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        return ""

    def _ask(self, url: str, place: Place, pause: float, limit: int) -> _Answer:
        left = self._seen.get(place.host, 0.0) + pause - time.monotonic()
        if place.host in self._seen and left > 0:
            time.sleep(left)
        try:
            return asyncio.run(_ask_in_time(url, place, self._agent, self._manners.page_seconds, limit))
        except TimeoutError:
            raise _Refused(f"it took longer than {self._manners.page_seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise _Refused(f"{type(error).__name__}: {error}".rstrip(": ")) from error
        finally:
            self._seen[place.host] = time.monotonic()

    def _keep(self, asked: str, url: str, answer: _Answer) -> None:
        head = StatusAndHeaders(f"{answer.status} {answer.reason}", list(answer.headers), protocol="HTTP/1.1")
        kept = self._writer.create_warc_record(
            url, "response", payload=io.BytesIO(answer.body), http_headers=head,
            warc_headers_dict={"WARC-IP-Address": answer.place.address},
        )  # fmt: skip
        self._writer.write_record(kept)
        if asked != url:
            via = self._writer.create_warc_record(
                url,
                "metadata",
                payload=io.BytesIO(f"via: {asked}\r\n".encode()),
                warc_content_type="application/warc-fields",
            )
            self._writer.write_record(via)


async def _ask_in_time(url: str, place: Place, agent: str, seconds: float, limit: int) -> _Answer:
    """The answer to one request, sent to the address that was checked, whole and within its time."""
    host = f"[{place.address}]" if ":" in place.address else place.address
    target = httpx.URL(url).copy_with(host=host, port=place.port)
    headers = {"Host": place.netloc, "User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Accept-Encoding": "gzip"}
    # Neither proxies nor passwords of this machine, and no redirect that was not checked.
    async with (
        asyncio.timeout(seconds),
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds) as client,
        client.stream("GET", target, headers=headers, extensions={"sni_hostname": place.host}) as response,
    ):
        parts: list[bytes] = []
        size = 0
        async for part in response.aiter_raw():
            parts.append(part)
            size += len(part)
            if size > limit:
                raise _Refused(f"it is larger than {limit // 1024} kB")
        given = tuple((name, value) for name, value in response.headers.multi_items())
        return _Answer(place, response.status_code, response.reason_phrase, _unchunked(given, size), b"".join(parts))


def _unchunked(headers: tuple[tuple[str, str], ...], size: int) -> tuple[tuple[str, str], ...]:
    """Headers as they fit a body that is kept out of its chunks."""
    kept = [(name, value) for name, value in headers if name.lower() not in ("transfer-encoding", "content-length")]
    return (*kept, ("content-length", str(size)))
