"""Rows are held for a change, not against being pointed at.

PostgreSQL's plain FOR UPDATE also stops every transaction that checks a reference to the row: a move of a job waits for who
makes another job of the same customer, who waits for the move's turn in the log, and a second later one of them is thrown out.
"""

import re
from pathlib import Path

LOCK = re.compile(r"with_for_update\(([^)]*)\)")


def test_every_lock_of_a_row_lets_others_point_at_it(root: Path) -> None:
    held = {
        f"{path.relative_to(root)}: {how}"
        for path in (root / "shopfloor").rglob("*.py")
        for how in LOCK.findall(path.read_text())
        if "key_share=True" not in how and "skip_locked=True" not in how
    }
    assert held == set()
