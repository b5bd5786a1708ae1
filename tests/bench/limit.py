"""The most this machine can give: one SELECT and a 304 as plain ASGI, and the bare transaction of a tap.

`app` runs under the same server as the real one; it knows whose cookie it is and how far their log has come, and that is all.
"""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

from tests.bench.driver import Driver

SEEN = """SELECT log_heads.seq FROM sessions JOIN log_heads ON log_heads.shop_id = sessions.shop_id
    WHERE sessions.token_hash = ?"""

STANDING = """SELECT jobs.id, jobs.number, jobs.kind, jobs.step, shops.timezone, shops.workflow_version, jobs.status_id,
    jobs.position, jobs.route, jobs.hold_reason, jobs.status_since, jobs.lane_since, jobs.active, jobs.closed_at
    FROM jobs JOIN shops ON shops.id = jobs.shop_id WHERE jobs.shop_id = ? AND jobs.number = ?"""
PUT = """UPDATE jobs SET status_id = ?, position = ?, route = ?, hold_reason = ?, status_since = ?, lane_since = ?, active = ?,
    closed_at = ?, step = ? WHERE shop_id = ? AND id = ?"""
NEXT = "UPDATE log_heads SET seq = seq + 1, hash = chain_hash(hash, ?) WHERE shop_id = ? RETURNING seq, hash"
RECORD = """INSERT INTO events (shop_id, seq, kind, subject_type, subject_id, subject_label, actor_id, source, key, fingerprint,
    payload, occurred_at, recorded_at, hash) VALUES (?, ?, 'job.moved', 'job', ?, ?, ?, 'mobile', ?, ?, ?, ?, ?, ?)"""
TOUCH = "UPDATE jobs SET card_seq = ? WHERE shop_id = ? AND id = ?"

PAYLOAD = """{"back":{"active":true,"closed_at":null,"hold_reason":null,"lane_since":"2026-11-23T01:36:06.000000+00:00",\
"position":3,"route":[[1,0],[4,0],[5,0],[8,0],[9,1],[10,1],[11,0],[12,0],[13,0],[14,0]],"status_id":8,\
"status_since":"2026-11-23T01:36:06.000000+00:00"},"now":"Coating","was":"In Oven"}"""
NOW = "2026-11-23 01:36:06.123456"


class Bare:
    """The statements of a tap, one transaction each, by one writer on one connection."""

    def __init__(self, driver: Driver, shop_id: int) -> None:
        self.driver, self.shop = driver, shop_id
        self.numbers = [row[0] for row in driver.rows("SELECT number FROM jobs WHERE shop_id = ? AND active", [shop_id])]
        [(self.actor,)] = driver.rows("SELECT min(id) FROM members WHERE shop_id = ?", [shop_id])
        self._statements = [driver.sql(statement) for statement in (STANDING, PUT, NEXT, RECORD, TOUCH)]
        if driver.name == "postgresql":
            self._statements[0] += " FOR UPDATE OF jobs"

    def rate(self, seconds: float) -> float:
        """Durable commits a second."""
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            self.tap(self.numbers[done % len(self.numbers)])
            done += 1
        return done / (time.perf_counter() - began)

    def tap(self, number: str) -> None:
        execute, shop = self.driver.connection.execute, self.shop
        standing, put, following, record, touch = self._statements
        execute(self.driver.begin)
        row = execute(standing, (shop, number)).fetchone()
        job, step = row[0], row[3]
        execute(put, (row[6], row[7], row[8], None, NOW, NOW, True, None, step + 1, shop, job))
        seq, head = execute(following, (sha256(PAYLOAD.encode()).digest(), shop)).fetchone()
        key = uuid4().hex
        execute(record, (shop, seq, job, number, self.actor, key, key, PAYLOAD, NOW, NOW, head))
        execute(touch, (seq, shop, job))
        execute("COMMIT")


Message = dict[str, Any]

_database = os.environ.get("BENCH_LIMIT_DATABASE")
_driver = Driver(_database) if _database else None


async def app(scope: Message, _receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]) -> None:
    """Answers 304 to whoever has a session, whatever they ask for; 200 to others."""
    if scope["type"] != "http":
        raise RuntimeError("Nothing but HTTP.")  # how a server learns that we have no lifespan
    status, headers = 200, []
    cookie = next((value for name, value in scope["headers"] if name == b"cookie"), None)
    if cookie and _driver:
        seen = _driver.rows(SEEN, [sha256(cookie.split(b"=", 1)[1]).digest()])
        status, headers = 304, [(b"etag", b'W/"%d"' % seen[0][0])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
