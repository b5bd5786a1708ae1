"""All that leaves this server by HTTP. An address that someone else gave us must not reach our own network.

Only https on port 443 of a public name; the name is looked up for each request, every address it has must be public,
and the connection is made to the very address that was looked at, so that a name can't change its mind in between.
Redirects are answers like any other, never followed.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

LONGEST = 1000  # characters of an address
LARGEST = 2048  # bytes of an answer that are read
TIMEOUT = 5.0  # seconds, for each wait
IN_ALL = 10.0  # seconds, for the whole exchange

_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_INNER = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".onion", ".test", ".invalid")
# Global by their registration, and still no place for a service: protocol assignments, the relays of 6to4.
_ODD = tuple(ipaddress.IPv4Network(network) for network in ("192.0.0.0/24", "192.88.99.0/24"))


class Refused(Exception):
    """The address is none we send to. Says why without repeating the address: that may be a secret."""


class Unreachable(Exception):
    """No answer: nothing there, too slow, or broken off."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the beginning of the body."""

    status: int
    retry_after: str | None
    text: str


def look_at(url: str, *, loopback: bool = False) -> SplitResult:
    """The parts of an address that may be sent to, as far as its text tells. Raises Refused.

    `loopback` takes http on 127.0.0.1 and localhost as well: for tests and for whoever develops, never by default.
    """
    if not url.isascii() or len(url) > LONGEST or any(char <= " " or char in "\\\x7f" for char in url):
        raise Refused("it is not written as an address is")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise Refused("it can't be read") from None
    if "@" in parts.netloc or parts.fragment:
        raise Refused("it carries more than an address")
    if loopback and parts.scheme == "http" and host in {"127.0.0.1", "localhost"}:
        return parts
    if parts.scheme != "https" or port not in {None, 443}:
        raise Refused("it is not https on its usual port")
    if not _NAME.fullmatch(host) or host.endswith(_INNER):
        raise Refused("it does not name a public host")
    return parts


def is_public(address: str) -> bool:
    """Whether an IPv4 address is one of the open Internet's."""
    found = ipaddress.IPv4Address(address)
    return found.is_global and not found.is_multicast and not any(found in network for network in _ODD)


def post(url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool = False) -> Answer:
    """POST to an address that may be sent to. Raises Refused before anything is sent, Unreachable without an answer."""
    parts = look_at(url, loopback=loopback)
    try:
        connection = _connection(parts)
        return _exchange(connection, parts, body, headers)
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(type(error).__name__) from error


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=TIMEOUT)
    return _Pinned(host, _address_of(host))


def _address_of(host: str) -> str:
    """The address to dial. One that is not public spoils all: whoever deals such names may deal the other next."""
    found = socket.getaddrinfo(host, 443, socket.AF_INET, socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise Refused("its name leads to an address that is not public")
    return addresses[0]


class _Pinned(http.client.HTTPSConnection):
    """TLS with a host by its name, over a connection to one address of it."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, 443, timeout=TIMEOUT, context=_TLS)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), TIMEOUT)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.sock = _TLS.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _exchange(connection: Any, parts: SplitResult, body: bytes, headers: Mapping[str, str]) -> Answer:
    """One request and the beginning of its answer. Whoever sends byte by byte is cut off when the time is up."""
    watch = threading.Timer(IN_ALL, _cut, (connection,))
    watch.daemon = True
    watch.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers={**headers, "Host": parts.netloc})
        answer = connection.getresponse()
        text = answer.read(LARGEST).decode("utf-8", "replace")
        return Answer(answer.status, answer.getheader("Retry-After"), text)
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: Any) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


_TLS = ssl.create_default_context()
