"""The HTTP API under ``/api/v1``: the record as lists and single things, verify, judgements, its own description.

Reading is GET. A list comes a piece at a time, with the address of the next piece; JSON unless ``Accept`` asks for
``text/csv`` or ``application/x-ndjson``. An answer that has not changed is 304 to its ``ETag``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import OnrecordError, UnknownId
from onrecord.web.api.answers import Answer, etag_of, print_answer, say_no
from onrecord.web.api.described import description
from onrecord.web.api.nouns import LISTS, ONES, Ask
from onrecord.web.api.writing import add_judgement, check_draft
from onrecord.web.site import site_of

ROOT = "/api/v1"


def api_routes() -> list[BaseRoute]:
    """All addresses of the API."""
    lists = [Route(f"{ROOT}/{name}", _reading(ask), methods=["GET"]) for name, ask in LISTS.items()]
    ones = [Route(f"{ROOT}/{name}/{{id}}", _reading(ask), methods=["GET"]) for name, ask in ONES.items()]
    return [
        *lists,
        *ones,
        Route(f"{ROOT}/openapi.json", _describe, methods=["GET"]),
        Route(f"{ROOT}/verify", _writing(check_draft), methods=["POST"]),
        Route(f"{ROOT}/judgements", _writing(add_judgement), methods=["POST"]),
        Route(f"{ROOT}/{{rest:path}}", _no_such),
    ]


def _reading(ask: Ask) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        desk = site_of(request).desk
        tag = etag_of(request, desk.path)
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag})
        try:
            answer = await desk.ask(lambda record: ask(record, request))
        except UnknownId as error:
            return say_no(404, str(error))
        except OnrecordError as error:
            return say_no(400, str(error))
        return print_answer(request, answer, tag)

    return endpoint


def _writing(write: Callable[[Request], Awaitable[Answer]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return print_answer(request, await write(request), None)
        except UnknownId as error:
            return say_no(404, str(error))
        except OnrecordError as error:
            return say_no(400, str(error))

    return endpoint


async def _describe(request: Request) -> Response:
    return print_answer(request, Answer(one=description()), None)


async def _no_such(request: Request) -> Response:
    return say_no(404, f"{request.method} {request.url.path}: no such address. They stand in {ROOT}/openapi.json")
