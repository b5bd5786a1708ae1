"""What a server costs, by the system's own books: seconds of CPU, megabytes of memory, of its whole process group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def cpu_seconds(group: int) -> float:
    """Time on a core of all threads of all its processes, to the nanosecond."""
    return sum(_nanoseconds(folder) for folder in _processes(group)) / 1e9


def memory_mb(group: int) -> float:
    """Resident memory of all its processes."""
    return sum(_resident_kb(folder) for folder in _processes(group)) / 1024


def _processes(group: int) -> Iterator[Path]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(after_name[2]) == group:
            yield folder


def _nanoseconds(folder: Path) -> int:
    return sum(int(thread.read_text().split()[0]) for thread in folder.glob("task/*/schedstat"))


def _resident_kb(folder: Path) -> int:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
