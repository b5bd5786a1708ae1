"""Where the files lie that are not Python: beside the modules in an installed wheel, at the root of the tree otherwise."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder of that name: "templates", "static/dist" or "service_worker". It may not exist yet."""
    packaged = PACKAGE / "_packaged" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name
