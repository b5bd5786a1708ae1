"""By what names and addresses phones on the same network may reach this machine."""

import ipaddress
import re
import socket
import struct
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ALWAYS = ("localhost", "127.0.0.1", "::1")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_IOCTL_ADDRESS = 0x8915  # SIOCGIFADDR, on Linux
_NOWHERE = ("192.0.2.1", 9)  # nothing is sent there; the system only says which way it would go


def names_of_machine() -> list[str]:
    """Its addresses on the network, the best first; its own name, and that name as the local network knows it."""
    host = socket.gethostname().lower().rstrip(".")
    named = [host, f"{host.partition('.')[0]}.local"] if is_name(host) and host != "localhost" else []
    return unique([*lan_addresses(), *named, *ALWAYS])


def lan_addresses() -> list[str]:
    """The machine's IPv4 addresses but those of loopback, the one that leads out of the machine first."""
    found = [*_way_out(), *_of_interfaces()]
    return [one for one in unique(found) if not ipaddress.ip_address(one).is_loopback]


def is_name(text: str) -> bool:
    """Whether a certificate can carry it as a host's name."""
    return as_address(text) is None and bool(_NAME.fullmatch(text))


def as_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None


def unique(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _way_out() -> list[str]:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(_NOWHERE)
        return [str(way.getsockname()[0])]
    return []


def _of_interfaces() -> list[str]:
    """All of them where the system tells (Linux); elsewhere those that the machine's name stands for."""
    try:
        import fcntl
    except ImportError:
        return _of_own_name()
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, interface in socket.if_nameindex():
            with suppress(OSError):
                asked = struct.pack("256s", interface.encode()[:15])
                found.append(socket.inet_ntoa(fcntl.ioctl(asking.fileno(), _IOCTL_ADDRESS, asked)[20:24]))
    return found or _of_own_name()


def _of_own_name() -> list[str]:
    with suppress(OSError):
        return [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return []
