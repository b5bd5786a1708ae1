"""A shop's years: delivered jobs by the hundred thousand, made inside the database, with an item, a coat, two events each."""

from __future__ import annotations

import os

from shopfloor.kernel.tokens import shop_code
from tests.bench.driver import Driver

BYTES_A_JOB = 3_000  # on disk, while the indexes are built
FIRST_ID = 100_000

# Only while we fill: nothing of it need survive a power cut, and what is inserted is right by construction.
QUICK = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000")

COUNTED = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})"
KEY = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(CAST(gen_random_uuid() AS text), '-', '')"}
HASH = {"sqlite": "zeroblob(32)", "postgresql": "decode(repeat('00', 32), 'hex')"}
SEARCH = {
    "sqlite": ("rowid", "words"),
    "postgresql": ("job_id", "array_to_tsvector(string_to_array(words, ' '))"),
}
INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "AND (indexname LIKE 'ix%' OR indexname = 'uq_events_key')",
}
FILL = (
    """INSERT INTO jobs (id, shop_id, number, kind, customer_id, description, status_id, route, position, step, status_since,
        lane_since, active, priority, due_on, location, customer_po, instructions, price, created_at, closed_at, card_seq)
    {counted} SELECT {first} + i, {shop}, 'JOB-' || (10000000 + i), 'coating', {customer}, 'Wheels', {done},
        '[[1,0],[4,0],[5,0],[8,0],[9,1],[10,1],[11,0],[12,0],[13,0],[14,0]]', 9, 9, '2024-03-04 10:00:00',
        '2024-03-04 10:00:00', FALSE, 1 + i % 5, '2024-03-05', '', '', '', i % 90000, '2024-03-01 09:00:00',
        '2024-03-04 10:00:00', {head} + 2 * i
    FROM n""",
    """INSERT INTO job_items (id, shop_id, job_id, place, description, quantity, area)
    {counted} SELECT {first} + i, {shop}, {first} + i, 1, '18-inch wheel', 4000, 12000 FROM n""",
    """INSERT INTO coats (id, shop_id, job_item_id, place, material_id)
    {counted} SELECT {first} + i, {shop}, {first} + i, 1, {powder} FROM n""",
    "INSERT INTO job_workers (shop_id, job_id, member_id) {counted} SELECT {shop}, {first} + i, {member} FROM n",
    """INSERT INTO events (shop_id, seq, kind, subject_type, subject_id, subject_label, actor_id, source, key, fingerprint,
        payload, occurred_at, recorded_at, hash)
    {counted_events} SELECT {shop}, {head} + i, CASE WHEN i % 2 = 1 THEN 'job.created' ELSE 'job.moved' END, 'job',
        {first} + (i + 1) / 2, 'JOB-' || (10000000 + (i + 1) / 2), {member}, 'mobile', {key},
        '0123456789abcdef0123456789abcdef', '{{"description":"Wheels","now":"Delivered","was":"Ready for Pickup"}}',
        '2024-03-04 10:00:00', '2024-03-04 10:00:00', {hash} FROM n""",
    """INSERT INTO job_words (shop_id, job_id, words)
    {counted} SELECT {shop}, {first} + i, 'kc{customer} kp{powder} {code}' || (10000000 + i)
        || ' {code}18 {code}inch {code}job {code}wheel {code}wheels' FROM n""",
    "INSERT INTO job_search ({search}, words) SELECT job_id, {searched} FROM job_words WHERE job_id > {first}",
    "UPDATE log_heads SET seq = {head} + 2 * {many} WHERE shop_id = {shop}",
)


def lay_past_jobs(database_url: str, many: int, *, shop_id: int, customer: int, powder: int, member: int) -> None:
    """Insert so many delivered jobs. Nobody else has the database open."""
    with Driver(database_url) as driver:
        [(head,)] = driver.rows("SELECT seq FROM log_heads WHERE shop_id = ?", [shop_id])
        [(done,)] = driver.rows("SELECT id FROM statuses WHERE shop_id = ? AND code = 'delivered'", [shop_id])
        names = {
            "many": many, "first": FIRST_ID, "shop": shop_id, "customer": customer, "powder": powder, "member": member,
            "head": head, "done": done, "key": KEY[driver.name], "hash": HASH[driver.name],
            "code": shop_code(shop_id), "search": SEARCH[driver.name][0], "searched": SEARCH[driver.name][1],
            "counted": COUNTED.format(many=many), "counted_events": COUNTED.format(many=2 * many),
        }  # fmt: skip
        _fill(driver, [statement.format_map(names) for statement in FILL])
    os.sync()  # the fill must not be written out while we measure


def _fill(driver: Driver, statements: list[str]) -> None:
    """Random keys are laid into their index in one sorted pass: one by one they would take minutes."""
    if driver.name == "sqlite":
        for pragma in QUICK:
            driver.does(f"PRAGMA {pragma}")
    indexes = driver.rows(INDEXES[driver.name])
    driver.does(driver.begin)
    for name, _ in indexes:
        driver.does(f"DROP INDEX {name}")
    for statement in statements:
        driver.does(statement)
    for _, made_by in indexes:
        driver.does(made_by)
    driver.does("COMMIT")
    driver.does("PRAGMA journal_mode=WAL" if driver.name == "sqlite" else "VACUUM ANALYZE")
