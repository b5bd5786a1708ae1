"""The bell, over the real server: two processes, and screens that listen at both."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import update

from shopfloor.accounts.identity import identity
from shopfloor.accounts.models import Session, User
from shopfloor.accounts.operations import sign_in
from shopfloor.db import db, everywhere, in_shop
from shopfloor.events import LogHead
from shopfloor.kernel import clock
from shopfloor.shops.models import Member
from tests.support.hammer import Floor, Hand, Mate, lay_out, opened
from tests.support.people import ShopFixture
from tests.support.server import Server
from tests.support.stream import Stream

A_MOMENT = 1.0  # seconds
HEARTBEAT = 15
ONE_LOOK = 4.0  # seconds between two looks at who is still signed in


@pytest.fixture
def lines() -> Iterator[ExitStack]:
    with ExitStack() as lines:
        yield lines


def at_both(server: Server, floor: Floor, lines: ExitStack) -> list[Stream]:
    """Screens of one shop, until each process has one at least."""
    workers, streams = server.workers(), list[Stream]()
    assert len(workers) == 2
    while not streams or not all(server.lines_of(worker) for worker in workers):
        assert len(streams) < 40
        streams.append(lines.enter_context(Stream(server, another_session(floor, floor.crew[0]))))
        assert streams[-1].hears("seq")
    return streams


def another_session(floor: Floor, mate: Mate) -> str:
    """The token of one more device of that person."""
    with opened(floor.database_url), everywhere():
        member = db.session.get_one(Member, mate.id)
        return sign_in(member, device="Chrome on Android", address="127.0.0.1")


def test_the_answer_is_a_stream_that_nothing_on_the_way_may_keep(server: Server, floor: Floor) -> None:
    with Stream(server, floor.crew[0].token, Accept_Encoding="gzip, br") as stream:
        assert stream.is_open
        assert stream.headers["Cache-Control"] == "no-store"
        assert stream.headers["X-Accel-Buffering"] == "no"
        assert "Content-Encoding" not in stream.headers
        assert "Content-Length" not in stream.headers
        assert stream.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in stream.headers["Content-Security-Policy"]


def test_a_screen_hears_at_once_how_far_the_log_has_come_and_when_to_come_back(server: Server, floor: Floor) -> None:
    with Stream(server, floor.crew[0].token) as stream:
        first, second = stream.hears(), stream.hears()
    assert first and first.retry and 1000 <= first.retry < 4000
    assert second and second.name == "seq" and second.id == second.data
    assert second.seq == head(floor)


def test_screens_come_back_at_different_times(server: Server, floor: Floor) -> None:
    waits = set()
    for mate in floor.crew:
        with Stream(server, mate.token) as stream:
            first = stream.hears()
            waits.add(first and first.retry)
    assert len(waits) > 4


def test_a_tap_at_one_process_is_heard_within_a_moment_at_both(server: Server, floor: Floor, lines: ExitStack) -> None:
    streams = at_both(server, floor, lines)
    for _ in range(5):
        with Hand(floor.crew[1], server.url) as hand:  # a new connection each time: now the one, now the other
            assert hand.make_job(floor).is_acknowledged
        done, seq = time.monotonic(), head(floor)
        for stream in streams:
            heard = stream.hears_seq(seq)
            assert heard and heard.at - done < A_MOMENT


def head(floor: Floor) -> int:
    with opened(floor.database_url), in_shop(floor.shop_id):
        return db.session.get_one(LogHead, floor.shop_id).seq


def test_a_screen_that_was_away_hears_the_newest_number_first(server: Server, floor: Floor) -> None:
    with Stream(server, floor.crew[0].token) as stream:
        before = stream.hears("seq")
    with Hand(floor.crew[1], server.url) as hand:
        hand.make_job(floor)
    assert before
    with Stream(server, floor.crew[0].token, Last_Event_ID=before.id) as stream:
        now = stream.hears("seq")
    assert now and now.seq > before.seq


def test_another_shop_hears_nothing_of_it(server: Server, floor: Floor) -> None:
    neighbour = lay_out(floor.database_url, people=1)
    with Stream(server, neighbour.crew[0].token) as theirs, Stream(server, floor.crew[0].token) as ours:
        before, first = theirs.hears("seq"), ours.hears("seq")
        with Hand(floor.crew[1], server.url) as hand:
            hand.make_job(floor)
        assert first and ours.hears_seq(first.seq + 1)
        after = theirs.hears()
        assert before and after and (after.name, after.seq) == ("hb", before.seq)


def test_the_heart_beats_every_fifteen_seconds_and_says_the_number_again(server: Server, floor: Floor) -> None:
    with Stream(server, floor.crew[2].token) as stream:
        began = time.monotonic()
        number, first, second = stream.hears("seq"), stream.hears("hb"), stream.hears("hb")
    assert number and first and second
    assert first.seq == second.seq == number.seq
    assert first.at - began < HEARTBEAT + 1.5
    assert abs(second.at - first.at - HEARTBEAT) < 1.5


# Who may.


@pytest.mark.parametrize("token", [None, "x" * 43, "x" * 5000])
def test_nobody_gets_a_stream(server: Server, token: str | None) -> None:
    with Stream(server, token) as stream:
        assert (stream.status, stream.is_open) == (401, False)
        assert "signed out" in stream.body


def test_a_forged_host_gets_no_stream(server: Server, floor: Floor) -> None:
    with Stream(server, floor.crew[0].token, Host="evil.example") as stream:
        assert (stream.status, stream.is_open) == (400, False)
        assert "evil" not in stream.body


def test_a_stream_is_asked_for_in_one_way_alone(server: Server, floor: Floor) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for method, status in (("HEAD", 200), ("POST", 405)):
        line.request(method, "/live", headers={"Cookie": f"__Host-s={floor.crew[0].token}", "Origin": server.url})
        answer = line.getresponse()
        answer.read()  # it ends
        assert answer.status == status
    line.close()


def signs_out(server: Server, floor: Floor, token: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    line.request("POST", "/sign-out", headers={"Cookie": f"__Host-s={token}", "Origin": server.url})
    assert line.getresponse().status == http.HTTPStatus.SEE_OTHER
    line.close()


def changed(table: type[Session] | type[User] | type[Member], **values: object) -> Callable[[Server, Floor, str], None]:
    """In the database, by whoever may."""

    def change(_server: Server, floor: Floor, token: str) -> None:
        with opened(floor.database_url), everywhere():
            who = identity(token)
            assert who
            row = {Session: who.session_id, User: who.user_id, Member: who.id}[table]
            db.session.execute(update(table).where(table.id == row).values(**values))
            db.session.commit()

    return change


ENDS = {
    "signed out": signs_out,
    "expired": changed(Session, expires_at=clock.now() - timedelta(minutes=1)),
    "revoked": changed(Session, ended_at=clock.now()),
    "the user is disabled": changed(User, active=False),
    "the member has left": changed(Member, active=False),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_whoever_is_out_hears_nothing_more(end: Callable[[Server, Floor, str], None], new_database: Callable[[], str]) -> None:
    floor = lay_out(new_database(), people=2)
    gone, stays = floor.crew
    with Server(floor.database_url) as server, Stream(server, gone.token) as theirs, Stream(server, stays.token) as other:
        assert theirs.hears("seq") and (mine := other.hears("seq"))
        end(server, floor, gone.token)
        assert theirs.waits_for_the_end() < ONE_LOOK + 1.5
        with Hand(stays, server.url) as hand:
            hand.make_job(floor)
        assert other.hears_seq(mine.seq + 1)
        with Stream(server, gone.token) as back:
            assert back.status == 401


# How many.


def test_a_device_has_so_many_streams_and_is_told_so_in_words(new_database: Callable[[], str], lines: ExitStack) -> None:
    floor = lay_out(new_database(), people=2)
    with Server(floor.database_url) as server:
        for _ in range(4):
            assert lines.enter_context(Stream(server, floor.crew[0].token)).hears("seq")
        with Stream(server, floor.crew[0].token) as fifth:
            assert (fifth.status, fifth.is_open) == (503, False)
            assert int(fifth.headers["Retry-After"]) > 0
            assert "Too many screens" in fifth.body
        with Stream(server, floor.crew[1].token) as other:
            assert other.is_open
        lines.close()
        until = time.monotonic() + 2
        while not (again := lines.enter_context(Stream(server, floor.crew[0].token))).is_open:
            assert time.monotonic() < until
        assert again.hears("seq")
        lines.close()


def test_a_page_that_comes_back_takes_the_place_of_its_own_dead_line(new_database: Callable[[], str], lines: ExitStack) -> None:
    """A phone in a dead corner: the server hears of nothing, and the page is back for the fifth time."""
    floor = lay_out(new_database(), people=1)
    with Server(floor.database_url) as server:
        old = [lines.enter_context(Stream(server, floor.crew[0].token, address="/live?page=k3-x"))]
        for _ in range(6):
            old.append(lines.enter_context(Stream(server, floor.crew[0].token, address="/live?page=k3-x")))
            assert old[-1].hears("seq")
            assert old[-2].waits_for_the_end() < A_MOMENT
        lines.close()


@pytest.mark.parametrize("page", ["", "x" * 41, "a b", "ü", "../..", "\r\nX-Odd: yes"])
def test_a_name_that_is_none_is_no_name(server: Server, floor: Floor, page: str) -> None:
    with (
        Stream(server, floor.crew[3].token, address=f"/live?page={quote(page)}") as one,
        Stream(server, floor.crew[3].token, address=f"/live?page={quote(page)}") as other,
    ):
        assert one.is_open and other.is_open
        assert one.hears("seq") and other.hears("seq")
        with Hand(floor.crew[1], server.url) as hand:
            hand.make_job(floor)
        assert one.hears("seq")


def test_a_process_has_so_many_streams_and_serves_on(new_database: Callable[[], str], lines: ExitStack) -> None:
    floor = lay_out(new_database(), people=4)
    with Server(floor.database_url, entry="tests.feed.narrow:app") as server:
        for mate in floor.crew[:3]:
            assert lines.enter_context(Stream(server, mate.token)).is_open
        with Stream(server, floor.crew[3].token) as fourth:
            assert fourth.status == 503
            assert "another line" in fourth.body
        with Hand(floor.crew[3], server.url) as hand:
            assert hand.make_job(floor).is_acknowledged
        lines.close()


# Coming and going.


def test_whoever_is_gone_is_forgotten_at_once(new_database: Callable[[], str], lines: ExitStack) -> None:
    floor = lay_out(new_database(), people=8)
    with Server(floor.database_url) as server:
        [worker] = server.workers()
        for mate in floor.crew * 4:
            assert lines.enter_context(Stream(server, mate.token)).hears("seq")
        assert server.lines_of(worker) >= 32
        lines.close()
        until = time.monotonic() + 2
        while server.lines_of(worker):
            assert time.monotonic() < until


def test_a_screen_that_does_not_read_keeps_nobody_waiting(server: Server, floor: Floor) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as deaf, Stream(server, floor.crew[5].token) as other:
        deaf.sendall(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-s={floor.crew[4].token}\r\n\r\n".encode())
        assert other.hears("seq")
        for _ in range(5):
            with Hand(floor.crew[1], server.url) as hand:
                hand.make_job(floor)
            assert other.hears("seq")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_server_that_is_told_to_end_hangs_up_on_everyone_at_once(
    new_database: Callable[[], str], lines: ExitStack, workers: int
) -> None:
    floor = lay_out(new_database(), people=8)
    with Server(floor.database_url, workers=workers) as server:
        streams = [lines.enter_context(Stream(server, mate.token)) for mate in floor.crew for _ in range(4)]
        assert all(stream.hears("seq") for stream in streams)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 3
        goodbyes = {stream.hears() for stream in streams}
        assert len({goodbye.retry for goodbye in goodbyes if goodbye}) > 16
        assert "Traceback" not in server.last_words()
        server.start()
        with Stream(server, floor.crew[0].token) as back:
            assert back.hears("seq")


def test_a_server_that_can_hold_no_lines_answers_and_ends(shop: ShopFixture) -> None:
    """Under a plain WSGI server the bell rings once for each time it is asked."""
    reply = shop.worker.opens("/live")
    assert reply.mimetype == "text/event-stream"
    assert b"event: seq" in reply.data
    assert reply.data.startswith(b"retry: ")
