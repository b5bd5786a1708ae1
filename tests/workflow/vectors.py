"""The reference figures of this folder: statuses in order, lanes, moves, numbers, days."""

import json
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text())


def vector(list_name: str, vector_id: str) -> dict[str, Any]:
    """One entry of a list of vectors."""
    found: dict[str, Any] = next(entry for entry in VECTORS[list_name] if entry["id"] == vector_id)
    return found
