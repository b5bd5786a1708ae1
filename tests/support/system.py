"""What the tests need from the system itself: Chromium and PostgreSQL, installed where we are root, named where not."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess

from tests.support.postgres import OLDEST, folder_of_programs

INSTALL = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
UPDATE = ["apt-get", "update", "-q", "-o", "DPkg::Lock::Timeout=300"]


def chromium() -> str | None:
    """The browser that the tests drive."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def libatomic() -> bool:
    """Playwright's driver is linked to it, and a slim system does without."""
    try:
        return bool(ctypes.CDLL("libatomic.so.1"))
    except OSError:
        return False


NEEDS = {"chromium": chromium, "postgresql": folder_of_programs, "libatomic1": libatomic}  # by Debian's package


def missing_packages() -> list[str]:
    return [package for package, found in NEEDS.items() if not found()]


def install(packages: list[str]) -> None:
    """The package lists are fetched only when the packages cannot be had from those that are there."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run([*INSTALL, *packages], env=quiet, check=False).returncode:
        subprocess.run(UPDATE, env=quiet, check=False)
        subprocess.run([*INSTALL, *packages], env=quiet, check=False)


def main() -> None:
    missing = missing_packages()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        missing = missing_packages()
    if missing:
        raise SystemExit(
            f"The tests need from the system: {', '.join(missing)} (of PostgreSQL, {OLDEST} or newer). "
            f"On Debian: sudo apt-get update && sudo apt-get install {' '.join(missing)}"
        )


if __name__ == "__main__":
    main()
