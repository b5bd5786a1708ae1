"""Checks, offline, that requirements/*.txt hold what pyproject.toml asks for and name no place to get it from."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"://|^-|^\.{0,2}/|\bfile:| @ ", re.MULTILINE)
PIN = re.compile(r"^([\w.-]+)==(\S+)(.*)$", re.MULTILINE)


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Version, and the rest of what is said, by name."""
    found = PIN.findall(lock.replace("\\\n", " "))
    return {canonicalize_name(name): (version, rest) for name, version, rest in found}


def faults(lock: str, wanted: list[str]) -> list[str]:
    """Sentences; none for a lock that is in step, hashed throughout, and free of places."""
    pinned = pins(lock)
    unhashed = [f"{name} has no hash" for name, (_, rest) in pinned.items() if "--hash=sha256:" not in rest]
    missing = [f"{line} is not what it pins" for line in wanted if not is_met(Requirement(line), pinned)]
    placed = ["it names a place to fetch from"] if PLACE.search(lock) else []
    return unhashed + missing + placed


def is_met(wanted: Requirement, pinned: dict[str, tuple[str, str]]) -> bool:
    version, _ = pinned.get(canonicalize_name(wanted.name), ("", ""))
    return bool(version) and wanted.specifier.contains(version, prereleases=True)


def group(groups: dict[str, list[Any]], name: str) -> list[str]:
    """The requirements of a dependency group and of those it includes."""
    nested = ([entry] if isinstance(entry, str) else group(groups, entry["include-group"]) for entry in groups[name])
    return list(chain.from_iterable(nested))


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needs, groups = project["project"]["dependencies"], project["dependency-groups"]
    wanted = {"run": needs + group(groups, "build"), "dev": needs + group(groups, "dev"), "node": group(groups, "node")}
    locks = {name: (ROOT / f"requirements/{name}.txt").read_text() for name in wanted}
    found = [f"{name}.txt: {fault}" for name, lock in locks.items() for fault in faults(lock, wanted[name])]
    if not pins(locks["run"]).items() <= pins(locks["dev"]).items():
        found.append("dev.txt: it does not hold all of run.txt as it stands there")
    if found:
        raise SystemExit("\n".join([*(f"requirements/{line}" for line in found), "`make lock` mends it."]))


if __name__ == "__main__":
    main()
