"""Lighthouse's marks for Shop Mobile, as a signed-in phone gets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.fill import Workshop
from tests.bench.serving import serving
from tests.bench.table import Row, at_least
from tests.browser.conftest import ARGUMENTS
from tests.support.server import ROOT, Server
from tests.support.system import chromium

PROGRAM = ROOT / "node_modules/lighthouse/cli/index.js"
MARKS = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best practices"}
LEAST = 95.0
TIMINGS = {"first-contentful-paint": "first paint", "largest-contentful-paint": "largest paint",
           "total-blocking-time": "blocked", "cumulative-layout-shift": "shift"}  # fmt: skip


def measure_lighthouse(workshop: Workshop, *, rounds: int) -> list[Row]:
    """Medians. What pulls a mark down is told on the error output."""
    if not PROGRAM.exists():
        return [Row("Lighthouse", "left out: not installed")]
    with serving(workshop, workers=1) as server:
        reports = [_report(workshop, server) for _ in range(rounds)]
    for report in reports:
        print(_told(report), file=sys.stderr, flush=True)
    return [
        at_least(f"Lighthouse, {workshop.live} cards: {words}", median(_mark(one, name) for one in reports), LEAST, "")
        for name, words in MARKS.items()
    ]


def _report(workshop: Workshop, server: Server) -> dict[str, Any]:
    signed_in = json.dumps({"Cookie": f"__Host-s={workshop.tokens[0]}"})
    flags = " ".join(["--headless=new", *ARGUMENTS])
    with TemporaryDirectory(prefix="shopfloor-lighthouse-") as folder:
        subprocess.run(
            [
                "node", PROGRAM, f"{server.url}/mobile", f"--chrome-flags={flags}", f"--extra-headers={signed_in}",
                f"--only-categories={','.join(MARKS)}", "--output=json", f"--output-path={folder}/report.json", "--quiet",
            ],
            env={**os.environ, "CHROME_PATH": str(chromium()), "TMPDIR": folder, "HOME": folder},
            cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=180,
        )  # fmt: skip
        report: dict[str, Any] = json.loads(Path(folder, "report.json").read_text())
    if report["finalDisplayedUrl"] != f"{server.url}/mobile":
        raise RuntimeError(f"Lighthouse looked at {report['finalDisplayedUrl']}")
    return report


def _mark(report: dict[str, Any], name: str) -> float:
    return float(report["categories"][name]["score"] or 0) * 100


def _told(report: dict[str, Any]) -> str:
    audits = report["audits"]
    timings = ", ".join(f"{words} {audits[name].get('displayValue', '?')}" for name, words in TIMINGS.items())
    counted = {
        ref["id"]
        for name in ("accessibility", "best-practices")
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"]
    }
    lost = [name for name in counted if audits[name]["score"] is not None and audits[name]["score"] < 1]
    marks = ", ".join(f"{words} {_mark(report, name):.0f}" for name, words in MARKS.items())
    machine = report["environment"]["benchmarkIndex"]
    return f"Lighthouse: {marks}; {timings}; machine {machine:.0f}; marked down: {', '.join(sorted(lost)) or 'nothing'}"
