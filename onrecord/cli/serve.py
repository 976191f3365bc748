"""The verb that opens the record in a browser: serve."""

from __future__ import annotations

import ipaddress
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.lines import RecordFile, put
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.web import Door

_EVERYWHERE = {"0.0.0.0", "::"}


def serve(
    record: RecordFile = Path("onrecord.db"),
    host: Annotated[str, typer.Option(help="Where to listen; anything but this machine asks for a token.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    limit_mb: Annotated[int, typer.Option(min=1, help="The most that one upload may hold.")] = 256,
    fast: Annotated[bool, typer.Option("--fast", help="Read pages added here by rules alone.")] = False,
) -> None:
    """Open the record in a browser on this machine: read, check, search, add pages. Ends with Ctrl-C.

    Example: onrecord serve --record story.db
    """
    import socket

    import uvicorn

    from onrecord.web import make_app

    where = host or "127.0.0.1"
    door = door_of(where, limit_mb=limit_mb)
    app = make_app(record, door=door, fast=fast)
    family = socket.AF_INET6 if ":" in where else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((where, port))
        except OSError as error:
            raise OnrecordError(f"{where}:{port}: cannot listen there ({error.strerror}). Try --port 0.") from error
        shown = f"[{where}]" if ":" in where else where
        address = f"http://{shown}:{listener.getsockname()[1]}/" + (f"?token={door.token}" if door.token else "")
        put(address)
        put(f"{record} is open at the address above. Ctrl-C ends.", sys.stderr)
        sys.stdout.flush()
        config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False)
        uvicorn.Server(config).run(sockets=[listener])


def door_of(host: str, *, limit_mb: int = 256) -> Door:
    """Who a server listening on this host lets in: this machine without a token, anyone else with one."""
    from onrecord.web import LOOPBACK, Door

    if is_loopback(host):
        return Door(names=LOOPBACK | {host}, limit_mb=limit_mb)
    names = LOOPBACK if host in _EVERYWHERE else LOOPBACK | {host.lower()}
    return Door(names=names, addresses=host in _EVERYWHERE, token=secrets.token_urlsafe(24), limit_mb=limit_mb)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
