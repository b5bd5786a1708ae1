"""Who may import whom. The floors stand in pyproject.toml; here they are walked, and shown to bite."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"

# A line that must not be, where it is put, and the law it breaks.
BREACHES = {
    "a lower floor sees a higher one": ("jobs/queries.py", "import shopfloor.inventory.models", "Floors"),
    "siblings see each other": ("feed/views.py", "import shopfloor.sheets.models", "Floors"),
    "a house without a floor": ("utils.py", "", "Floors"),
    "an operation knows of its form": ("inventory/queries.py", "import shopfloor.inventory.forms", "Inside a feature"),
    "a verb speaks HTTP": ("jobs/operations/moves.py", "from flask import request", "Verbs"),
    "somebody borrows a view's helper": ("sheets/operations.py", "import shopfloor.jobs.views", "Nobody but the app"),
    "the kernel leans on a library": ("kernel/money.py", "import orjson", "The kernel"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code, to be spoiled."""
    folder = tmp_path_factory.mktemp("floors")
    shutil.copy(root / "pyproject.toml", folder)
    shutil.copytree(root / "shopfloor", folder / "shopfloor", ignore=shutil.ignore_patterns("__pycache__", "_packaged"))
    return folder


def test_imports_go_down(root: Path) -> None:
    found = lint(root)
    assert found.returncode == 0, found.stdout[found.stdout.find("Contracts") :]


@pytest.mark.parametrize(("place", "line", "law"), BREACHES.values(), ids=BREACHES)
def test_a_breach_is_named(copy: Path, place: str, line: str, law: str) -> None:
    file = copy / "shopfloor" / place
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        found = lint(copy)
    finally:
        file.unlink() if before is None else file.write_text(before)
    assert found.returncode != 0
    said = found.stdout[found.stdout.find("Broken contracts") :]
    assert law in said
    assert place.removesuffix(".py").replace("/", ".") in said


def test_nobody_dodges_a_circle_by_importing_within_a_function(root: Path) -> None:
    hidden = {
        f"{file.relative_to(root)}:{line.lineno}"
        for file in (root / "shopfloor").rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for line in ast.walk(function)
        if "shopfloor" in imported(line)
    }
    assert hidden == set()


def test_the_kernel_is_made_of_the_standard_library(root: Path) -> None:
    used = {
        name
        for file in (root / "shopfloor/kernel").rglob("*.py")
        for line in ast.walk(ast.parse(file.read_text()))
        for name in imported(line)
    }
    assert used <= {*sys.stdlib_module_names, "shopfloor"}


def test_there_is_no_drawer_for_everything(root: Path) -> None:
    drawers = {"utils", "util", "helpers", "common", "misc"}
    assert [file for file in (root / "shopfloor").rglob("*") if file.stem in drawers] == []


def imported(line: ast.AST) -> set[str]:
    """The packages a line of code imports."""
    if isinstance(line, ast.Import):
        return {name.name.split(".")[0] for name in line.names}
    if isinstance(line, ast.ImportFrom):
        return {(line.module or "").split(".")[0]}
    return set()
