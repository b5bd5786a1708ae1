"""The server is not turned against its own network: not by an address, not by a name, not by a redirect."""

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from shopfloor import outbound
from tests.notifications.conftest import Works
from tests.support.people import ShopFixture
from tests.support.push import Phone, PushService

HOSTILE = [
    "http://fcm.googleapis.com/x", "ftp://fcm.googleapis.com/x", "file:///etc/passwd", "javascript:alert(1)", "", "https:",
    "https://", "//fcm.googleapis.com/x", "https://127.0.0.1/x", "https://127.1/x", "https://2130706433/x", "https://0x7f.1/x",
    "https://0177.0.0.1/x", "https://[::1]/x", "https://[::ffff:127.0.0.1]/x", "https://[fd00::1]/x", "https://[fe80::1]/x",
    "https://[64:ff9b::7f00:1]/x", "https://[2002:7f00:1::]/x", "https://10.0.0.1/x", "https://169.254.169.254/latest",
    "https://192.168.1.1/x", "https://172.16.0.1/x", "https://100.64.0.1/x", "https://0.0.0.0/x", "https://8.8.8.8/x",
    "https://localhost/x", "https://localhost./x", "https://db.localhost/x", "https://printer.local/x", "https://db.internal/x",
    "https://router.lan/x", "https://intranet/x", "https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com@10.0.0.1/x",
    "https://fcm.googleapis.com:8443/x", "https://fcm.googleapis.com:22/x", "https://fcm.googleapis.com:/x#a",
    "https://fcm.googleapis.com:99999/x", "https://fcm.googleapis.com:x/", "https://fcm.googleapis.com\\@10.0.0.1/x",
    "https://fcm.googleapis.com/\r\nX: y", "https://fcm.googleapis.com/a b", "https://１２７.0.0.1/x", "https://ⓕcm.googleapis.com/",
    "https://fcm.googleapis.com/" + "x" * 1000, "https://-bad-.example.com/x", "https://a..b.com/x", "https://[/x", "https://%31/x",
    "http://127.0.0.1/x", "http://127.0.0.1:80/x", "http://localhost:5432/x", "https://0/x", "https://1.1/x",
]  # fmt: skip
PRIVATE = [
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.10", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
]  # fmt: skip
NAMED = "https://updates.push.services.mozilla.com/wpush/v2/abc"

Resolver = Callable[..., None]


@pytest.fixture
def resolves(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Names lead to these addresses, in turn; every dial is noted in `dialled`."""

    def set_to(*turns: list[str], dialled: list[Any] | None = None) -> None:
        answers = iter(turns)

        def lookup(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

        def dial(address: Any, *_: Any, **__: Any) -> socket.socket:
            (dialled if dialled is not None else []).append(address)
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        monkeypatch.setattr(socket, "create_connection", dial)

    return set_to


@pytest.mark.parametrize("url", HOSTILE)
def test_an_address_of_another_kind_is_refused_by_its_looks(url: str) -> None:
    with pytest.raises(outbound.Refused):
        outbound.look_at(url)
    with pytest.raises(outbound.Refused):
        outbound.post(url, b"", {})


@pytest.mark.parametrize(
    "url",
    [
        NAMED,
        "https://fcm.googleapis.com/fcm/send/abc:def-_",
        "https://fcm.googleapis.com:443/x",
        "https://web.push.apple.com/QAB?x=1",
        "https://wns2-by3p.notify.windows.com/w/?token=abc%2f",
    ],
)
def test_the_push_services_there_are_look_right(url: str) -> None:
    assert outbound.look_at(url).geturl() == url


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inwards_is_not_dialled(address: str, resolves: Resolver) -> None:
    dialled: list[Any] = []
    resolves([address], ["93.184.216.34", address], dialled=dialled)
    for _ in range(2):  # alone, and hidden among good ones
        with pytest.raises(outbound.Refused, match="not public"):
            outbound.post(NAMED, b"", {})
    assert dialled == []


def test_the_address_that_was_looked_at_is_the_one_that_is_dialled(resolves: Resolver) -> None:
    """A name that changes its mind in between finds nobody asking a second time."""
    dialled: list[Any] = []
    resolves(["93.184.216.34"], ["127.0.0.1"], dialled=dialled)
    with pytest.raises(outbound.Unreachable):
        outbound.post(NAMED, b"", {})
    assert dialled == [("93.184.216.34", 443)]


def test_the_name_is_looked_up_each_time(resolves: Resolver) -> None:
    resolves(["93.184.216.34"], ["10.0.0.1"])
    with pytest.raises(outbound.Unreachable):
        outbound.post(NAMED, b"", {})
    with pytest.raises(outbound.Refused):
        outbound.post(NAMED, b"", {})


@pytest.mark.parametrize("url", [url for url in HOSTILE if not url.startswith("http://127.0.0.1") and "localhost:" not in url])
def test_a_device_can_not_be_turned_on_with_such_an_address(shop: ShopFixture, url: str) -> None:
    reply = Phone(url).hears_for(shop.worker)
    assert reply.status_code == 422
    assert reply.json is not None
    assert reply.json["error"] == "This browser's address for notifications is not one we can send to."


def test_this_machine_is_sent_to_only_where_that_is_said() -> None:
    with pytest.raises(outbound.Refused):
        outbound.look_at("http://127.0.0.1:8080/push")
    assert outbound.look_at("http://127.0.0.1:8080/push", loopback=True).port == 8080
    for url in ("http://127.0.0.2:8080/push", "http://10.0.0.1/push", "https://127.0.0.1:8080/push", "http://[::1]:80/push"):
        with pytest.raises(outbound.Refused):
            outbound.look_at(url, loopback=True)


def test_a_device_whose_name_turned_inwards_is_forgotten_unsent(
    shop: ShopFixture, pushes: PushService, works: Works, resolves: Resolver
) -> None:
    Phone(NAMED).hears_for(shop.worker)
    dialled: list[Any] = []
    resolves(["169.254.169.254"], dialled=dialled)
    shop.job(workers=[shop.worker.member])
    works()
    assert "169.254.169.254" not in {host for host, _port in dialled}  # devices of other tests may hear meanwhile
    assert "updates.push" not in shop.worker.opens("/account").text
    assert "Where you hear" not in shop.worker.opens("/account").text


def test_a_server_that_never_comes_to_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "IN_ALL", 0.3)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        dripping = threading.Thread(target=_drip, args=(server,), daemon=True)
        dripping.start()
        with pytest.raises(outbound.Unreachable):
            outbound.post(f"http://127.0.0.1:{server.getsockname()[1]}/x", b"", {}, loopback=True)
    dripping.join(5)


def _drip(server: socket.socket) -> None:
    connection, _ = server.accept()
    stop = threading.Event()
    try:
        while not stop.wait(0.05):
            connection.sendall(b"H")
    except OSError:
        connection.close()
