"""Built files: found by their plain names, served under names that change with their content, for ever."""

import re
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from whitenoise import WhiteNoise

from shopfloor import packaged

PREFIX = "/static/"
# Ten of ours, or eight as the bundler writes them.
_HASHED = re.compile(r".*\.([0-9a-f]{10}|[0-9A-Z]{8})\.\w+$")


class Assets:
    """What the build says of itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = orjson.loads((self._folder / "manifest.json").read_bytes())
        return names

    @cached_property
    def _preloads(self) -> dict[str, list[str]]:
        needed: dict[str, list[str]] = orjson.loads((self._folder / "preloads.json").read_bytes())
        return needed

    def url(self, name: str) -> str:
        """Where that file is served. Raises KeyError for one that was not built."""
        return PREFIX + self._names[name]

    def preloads(self, script: str) -> list[str]:
        """Where the files are served that the script can't begin without."""
        return [self.url(name) for name in self._preloads[script]]


def init_app(app: Flask) -> None:
    folder = packaged.folder("static/dist")
    built = Assets(folder)
    app.jinja_env.globals.update(asset=built.url, preloads=built.preloads)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(folder) if folder.is_dir() else None,
        prefix=PREFIX,
        immutable_file_test=lambda _path, url: bool(_HASHED.fullmatch(url)),
        add_headers_function=_headers,
    )


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
