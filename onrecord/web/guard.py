"""The guard at the door: who may ask, from where, how much, and the headers every answer carries.

Loopback is no fence against other pages open in the same browser: a page elsewhere may send requests here
(cross-site request forgery) or have its name point here (DNS rebinding). So the Host must be ours, writes must
come from our own pages, and a door opened wider than loopback asks for a token.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE = "onrecord_token"
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers would then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Door(msgspec.Struct, frozen=True):
    """How the door is opened: names it answers to, whether any bare address is one, the token, the limit of a body.

    ``addresses`` is for a server on every interface: a bare address cannot be rebound, a name can.
    """

    names: frozenset[str] = LOOPBACK
    addresses: bool = False
    token: str | None = None
    limit_mb: int = 256


class _TooLarge(OSError):
    """A body over the limit."""


class Guard:
    """An ASGI middleware that turns away what a door does not admit and adds the headers to every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        turned = self._turn_away(scope)
        if turned is not None:
            await turned(scope, receive, answer)
            return
        try:
            await self._app(scope, self._counted(scope, receive), answer)
        except _TooLarge as error:
            if not started:
                await PlainTextResponse(str(error), 413)(scope, receive, answer)

    def _turn_away(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        headers = Headers(scope=scope)
        host = host_of(headers.get("host", ""))
        if not self._is_ours(host):
            return PlainTextResponse("This server does not answer to that name.", 421)
        if scope["method"] in _WRITES and not _is_from_here(headers):
            return PlainTextResponse("Writes are taken from this server's own pages alone.", 403)
        if self._door.token is not None:
            return self._ask_token(scope, headers, self._door.token)
        return None

    def _is_ours(self, host: str) -> bool:
        return host in self._door.names or (self._door.addresses and _is_address(host))

    def _ask_token(self, scope: Scope, headers: Headers, token: str) -> PlainTextResponse | RedirectResponse | None:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if same(given, token) or same(_cookie(headers.get("cookie", "")), digest_of(token)):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if any(name == "token" and same(value, token) for name, value in asked):
            rest = urlencode([(name, value) for name, value in asked if name != "token"])
            # The path is kept, its leading slashes made one, so that it cannot name another server.
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, digest_of(token), httponly=True, samesite="strict", path="/")
            return answer
        return PlainTextResponse("Open the address with the token that onrecord serve printed.", 401)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        limit = self._door.limit_mb * 1024 * 1024
        read = 0
        length = Headers(scope=scope).get("content-length", "0")
        over = f"Too large: at most {self._door.limit_mb} MB at a time. Add larger piles with: onrecord add FOLDER"

        async def counted() -> Message:
            nonlocal read
            if length.isdigit() and int(length) > limit:
                raise _TooLarge(over)
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise _TooLarge(over)
            return message

        return counted


def host_of(header: str) -> str:
    """The name in a Host header without its port, in small letters.

    >>> host_of("[::1]:8000"), host_of("LOCALHOST:1")
    ('::1', 'localhost')
    """
    try:
        return (urlsplit(f"//{header}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def digest_of(token: str) -> str:
    """What the cookie holds in place of the token itself."""
    return hashlib.sha256(b"onrecord cookie " + token.encode()).hexdigest()


def _is_from_here(headers: Headers) -> bool:
    """Whether a write comes from our own pages, or from a program that is no browser (it sends neither header)."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
