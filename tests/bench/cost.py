"""What a server costs, by the system's own books: seconds of CPU, megabytes of memory, of its whole process group."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(group: int) -> float:
    """User and system time of all its processes."""
    return sum(int(fields[11]) + int(fields[12]) for _, fields in _processes(group)) / _TICKS


def memory_mb(group: int) -> float:
    """Resident memory of all its processes."""
    return sum(_resident_kb(folder) for folder, _ in _processes(group)) / 1024


def _processes(group: int) -> Iterator[tuple[Path, list[str]]]:
    """Each with the fields of its `stat` from the state on."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[2]) == group:
            yield folder, fields


def _resident_kb(folder: Path) -> int:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
