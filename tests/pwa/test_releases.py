"""Devices go on running what they fetched: what they ask for, an update later."""

import json
from pathlib import Path
from zipfile import ZipFile

from hatch_build import BUILT, built_files_of
from tests.support.people import ShopFixture


def test_a_release_carries_the_files_of_the_one_before_it_and_of_no_older_one(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "last.whl", "w") as last:
        own = {"app.css": "app.0123456789.css", "main.js": "main.ABCD2345.js", "icons.svg": "icons.aaaaaaaaaa.svg"}
        last.writestr(f"{BUILT}manifest.json", json.dumps(own))
        for file in (*own.values(), "main.ABCD2345.js.br", "main.OLDER234.js", "service-worker.js", "fonts/Inter.ttf"):
            last.writestr(BUILT + file, file)
        last.writestr("shopfloor/app.py", "")
    here = tmp_path / "dist"
    here.mkdir()
    (here / "icons.aaaaaaaaaa.svg").write_text("the same drawing")
    kept = built_files_of(tmp_path / "last.whl", but_not=here)
    assert [path.name for path in kept] == ["app.0123456789.css", "main.ABCD2345.js", "main.ABCD2345.js.br"]
    assert kept[0].read_text() == "app.0123456789.css"


def test_a_file_of_an_older_release_is_not_found_and_nobody_keeps_that_answer(shop: ShopFixture) -> None:
    reply = shop.worker.opens("/static/main.OLDER234.js")
    assert (reply.status_code, reply.headers["Cache-Control"]) == (404, "no-store")


def test_built_files_are_kept_for_ever_and_the_worker_never(shop: ShopFixture) -> None:
    asset = shop.app.jinja_env.globals["asset"]
    for name in ("main.js", "app.css", "scan.js", "zxing_reader.wasm"):
        reply = shop.worker.opens(asset(name), buffered=True)  # type: ignore[operator]
        assert "immutable" in reply.headers["Cache-Control"]
    assert shop.worker.opens("/service-worker.js").headers["Cache-Control"] == "no-cache"
