"""What a device keeps of each open job, to open its pages and read its codes where there is no signal."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import NamedTuple

from shopfloor.jobs.fragments import CardView
from shopfloor.sheets.models import Purpose
from shopfloor.sheets.queries import codes_of_jobs


class PocketPowder(NamedTuple):
    """A powder that the job's sheet has a code for."""

    id: int
    label: str
    hex: str
    unit: str


class Pocket(NamedTuple):
    """`codes` are words like `bump.1f2e3d4c5b6a` and `powder-12.…`: what a code opens, and the mark of its token."""

    codes: list[str]
    powders: list[PocketPowder]


def mark(token: str) -> str:
    """What a device keeps of a code: enough to know it again when it is read, too little to print it."""
    return sha256(token.encode()).hexdigest()[:12]


def pockets(job_ids: Collection[int]) -> Mapping[int, Pocket]:
    """For each of those jobs its codes and powders."""
    found: dict[int, Pocket] = defaultdict(lambda: Pocket([], []))
    for row in codes_of_jobs(job_ids):
        pocket = found[row.job_id]
        opens = f"powder-{row.material_id}" if row.purpose == Purpose.POWDER else row.purpose
        pocket.codes.append(f"{opens}.{mark(row.token)}.{mark(row.short)}")
        if row.material_id:
            pocket.powders.append(PocketPowder(row.material_id, f"{row.code} {row.name}".strip(), row.hex, row.unit))
    return found


POCKET = CardView("pocket", "sheets/_pocket.html", root="pocket-{id}", more=pockets)
