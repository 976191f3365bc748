"""Which addresses on the web may be fetched: public ones, over http and https."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import msgspec

PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What a name resolves to: addresses in words.
Resolver = Callable[[str, int], Sequence[str]]


class Place(msgspec.Struct, frozen=True):
    """Where a request goes: the parts of its address, and the one resolved address it is sent to."""

    scheme: str
    host: str
    port: int
    address: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt holds for them."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Host and port as a Host header gives them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the resolver of this machine."""
    return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})


def find_place(url: str, *, allow_private: bool = False, resolve: Resolver = look_up) -> Place | str:
    """Where a request for an address goes, or in words why it goes nowhere.

    The name is resolved once, here: a name that resolves to one address when it is checked and to another when
    it is used gains nothing. A host with any address that is not public is refused.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return f"no address ({error})"
    if parts.scheme not in PORTS:
        return f"only http and https are fetched, not {parts.scheme or 'this'}"
    if not host or parts.username is not None or parts.password is not None:
        return "no host in it" if not host else "an address with a name and password in it is not fetched"
    number = port or PORTS[parts.scheme]
    try:
        host = host if ":" in host else host.encode("idna").decode("ascii")
        addresses = [str(address) for address in resolve(host, number)]
    except (OSError, UnicodeError) as error:
        return f"its host cannot be found ({error})"
    closed = [address for address in addresses if not is_public(address)]
    if not addresses:
        return "its host cannot be found"
    if closed and not allow_private:
        return f"its host is at {closed[0]}, which is not public: refused"
    return Place(parts.scheme, host, number, addresses[0])


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, with those packed inside others unpacked.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved and not found.is_unspecified
