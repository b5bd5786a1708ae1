"""Taking turns: what is compared is measured in the same minutes, so that other work on the machine hits both."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, TypeVar

from tests.bench.load import Run

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Series:
    """The same run several times."""

    runs: list[Run]

    @property
    def waits(self) -> list[float]:
        return [wait for run in self.runs for wait in run.waits]

    @property
    def rate(self) -> float:
        return median(run.rate for run in self.runs)

    @property
    def cpu_ms(self) -> float:
        return median(run.cpu_ms for run in self.runs)

    @property
    def p50(self) -> float:
        return median(self.waits)

    @property
    def p99(self) -> float:
        return quantiles(self.waits, n=100)[98]

    @property
    def sent_kb(self) -> float:
        """Of one answer's body, as it travels."""
        return sum(run.sent for run in self.runs) / len(self.waits) / 1000

    def others_than(self, status: str) -> dict[str, int]:
        """How many answers were of another status, by status."""
        other: dict[str, int] = {}
        for run in self.runs:
            for code, count in run.statuses.items():
                if code != status:
                    other[code] = other.get(code, 0) + count
        return other


def in_turns(cases: Mapping[K, Callable[[], Any]], rounds: int) -> dict[K, list[Any]]:
    """Each case once a round, so many rounds, after one that does not count: it warms."""
    for measure in cases.values():
        measure()
    results: dict[K, list[Any]] = {key: [] for key in cases}
    for _ in range(rounds):
        for key, measure in cases.items():
            results[key].append(measure())
    return results


def median_ratio(part: list[float], whole: list[float]) -> float:
    """Of the rounds' ratios, the one in the middle."""
    return median(a / b for a, b in zip(part, whole, strict=True))
