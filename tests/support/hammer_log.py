"""What must be true of a shop's rows whatever was done to its server. Each check tells what is not, in sentences."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from shopfloor.catalog.models import Material
from shopfloor.db import Base, db, in_shop, shop_in_scope
from shopfloor.events import Event, LogHead
from shopfloor.events.log import GENESIS, digest
from shopfloor.inventory.models import StockMovement
from shopfloor.jobs.models import Job, JobItem, Note
from shopfloor.shops.models import Counter
from shopfloor.workflow.models import Status
from tests.support.hammer import Floor, Tap, opened

MOVES = {"job.moved", "job.move_undone"}  # the hammers make no others
CHANGE_A_CARD = {"job.created", *MOVES}
USAGES = {"job.material_used", "material.used"}

Row = Mapping[str, Any]
Rows = Sequence[Row]


@dataclass(frozen=True)
class Book:
    """All that the checks read of one shop."""

    events: Rows
    head: Row
    jobs: Rows
    items: Rows
    notes: Rows
    movements: Rows
    materials: Rows
    counters: Rows
    labels: Mapping[int, str]

    def happened(self, kinds: set[str]) -> Rows:
        return [event for event in self.events if event["kind"] in kinds]

    def moves(self) -> dict[int, list[Row]]:
        """The moves of each job by its id, oldest first."""
        found: dict[int, list[Row]] = defaultdict(list)
        for event in self.happened(MOVES):
            found[event["subject_id"]].append(event)
        return found


def read_book(floor: Floor) -> Book:
    """Read the shop, while its server is down or idle. Raises AssertionError when SQLite finds its file broken."""
    with opened(floor.database_url), in_shop(floor.shop_id):
        _assert_whole_file()
        return Book(
            events=_rows(Event, "seq"),
            head=_rows(LogHead, "seq")[0],
            jobs=_rows(Job, "id"),
            items=_rows(JobItem, "id"),
            notes=_rows(Note, "id"),
            movements=_rows(StockMovement, "id"),
            materials=_rows(Material, "id"),
            counters=_rows(Counter, "series"),
            labels={status["id"]: status["label"] for status in _rows(Status, "id")},
        )


def _rows(model: type[Base], order: str) -> Rows:
    table: Any = model.__table__
    mine = select(table).where(table.c.shop_id == shop_in_scope()).order_by(table.c[order])
    return [dict(row._mapping) for row in db.session.execute(mine)]


def _assert_whole_file() -> None:
    if db.engine.dialect.name == "sqlite":
        connection = db.session.connection()
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def faults(book: Book, taps: Iterable[Tap] = ()) -> list[str]:
    """Everything that is not as it must be; `taps` are all that were sent to this shop, each of them answered."""
    checks = (_in_the_log, _in_the_chain, _in_the_moves, _in_the_cards, _in_the_numbers, _in_the_rows, _in_the_ledger)
    return [fault for check in checks for fault in check(book)] + list(_in_the_answers(book, list(taps)))


def _in_the_log(book: Book) -> Iterator[str]:
    numbers = [event["seq"] for event in book.events]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"The log has gaps or doubles: {len(numbers)} events up to {numbers[-1]}"
    if book.head["seq"] != len(numbers):
        yield f"The head stands at {book.head['seq']}, the log at {len(numbers)}"
    tally = Tally((event["actor_id"], event["key"]) for event in book.events if event["key"])
    yield from (f"Key {key} of member {by} is in the log {n} times" for (by, key), n in tally.items() if n > 1)


def _in_the_chain(book: Book) -> Iterator[str]:
    reached = GENESIS
    for event in book.events:
        reached = sha256(reached + digest(event)).digest()
        if event["hash"] != reached:
            yield f"The chain breaks at event {event['seq']}"
            return
    if book.head["hash"] != reached:
        yield "The head's hash is not where the chain ends"


def _in_the_moves(book: Book) -> Iterator[str]:
    moves = book.moves()
    for job in book.jobs:
        made, stands = moves[job["id"]], book.labels[job["route"][0][0]]
        for move in made:
            if move["payload"]["was"] != stands:
                yield f"{job['number']} stood at {stands}, and event {move['seq']} moved it from {move['payload']['was']}"
            stands = move["payload"]["now"]
        if stands != book.labels[job["status_id"]] or len(made) != job["step"]:
            yield f"{job['number']}: {len(made)} moves to {stands}, but {job['step']} to {book.labels[job['status_id']]}"


def _in_the_cards(book: Book) -> Iterator[str]:
    newest = {event["subject_id"]: event["seq"] for event in book.happened(CHANGE_A_CARD)}
    for job in book.jobs:
        if job["card_seq"] != newest.get(job["id"]):
            yield f"{job['number']}: its card is of event {job['card_seq']}, its news of {newest.get(job['id'])}"


def _in_the_numbers(book: Book) -> Iterator[str]:
    """JOB-2608-0007: within a month there is every number once, from 1 to the counter's last."""
    dealt: dict[str, list[int]] = defaultdict(list)
    for job in book.jobs:
        series, number = job["number"].rsplit("-", 1)
        dealt[series].append(int(number))
    last = {f"{counter['series']}-{counter['period']}": counter["last"] for counter in book.counters}
    for series, numbers in dealt.items():
        if sorted(numbers) != list(range(1, last.get(series, 0) + 1)):
            yield f"{series}: {len(numbers)} numbers, {len(set(numbers))} different ones, and {last.get(series)} were dealt"


def _in_the_rows(book: Book) -> Iterator[str]:
    """Each event has its row, and each row its event."""
    used = [movement for movement in book.movements if movement["kind"] == "usage"]
    for what, kinds, rows in (
        ("jobs", {"job.created"}, book.jobs),
        ("job items", {"job.created"}, book.items),  # the hammers' jobs have one each
        ("notes", {"job.note_added"}, book.notes),
        ("usages", USAGES, used),
    ):
        if len(rows) != len(book.happened(kinds)):
            yield f"There are {len(rows)} {what}, and {len(book.happened(kinds))} in the log"


def _in_the_ledger(book: Book) -> Iterator[str]:
    on_hand: dict[int, Any] = defaultdict(int)
    for movement in book.movements:
        on_hand[movement["material_id"]] += movement["quantity"]
        if movement["on_hand_after"] != on_hand[movement["material_id"]]:
            yield f"Movement {movement['id']} says {movement['on_hand_after']} were left, the ledger says otherwise"
    for material in book.materials:
        if material["on_hand"] != on_hand[material["id"]]:
            yield f"{material['name']}: {material['on_hand']} on hand, {on_hand[material['id']]} by the ledger"


def _in_the_answers(book: Book, taps: Sequence[Tap]) -> Iterator[str]:
    """What was acknowledged is in the log; what was refused is not, and was not someone's own job."""
    logged = {(event["actor_id"], event["key"]) for event in book.events}
    for tap in taps:
        is_logged = (tap.by, tap.key) in logged
        if tap.is_acknowledged and not is_logged:
            yield f"Lost: {tap}"
        if not tap.is_acknowledged and is_logged:
            yield f"Done, but refused: {tap}"
        if not tap.is_acknowledged and not tap.lost_fairly:
            yield f"Refused for no reason: {tap}: {tap.reply.text[:200]}"


def done_unheard(book: Book, taps: Iterable[Tap]) -> int:
    """How many taps were in the log before their last send: done, acknowledged to nobody, and rightly not done again."""
    recorded = {(event["actor_id"], event["key"]): event["recorded_at"] for event in book.events}
    return sum((tap.by, tap.key) in recorded and recorded[tap.by, tap.key] < tap.last_sent for tap in taps)
