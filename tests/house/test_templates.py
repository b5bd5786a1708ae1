"""Templates: all parse, fragments have one root with an id, nothing inline, and nothing asked of a thing that it has not."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Undefined, UndefinedError
from jinja2.utils import missing
from werkzeug.test import TestResponse

from shopfloor import packaged
from tests.house.addresses import first_job, knock, rules, things_of
from tests.support.people import Person, ShopFixture, found_shop

FOLDER = packaged.folder("templates")
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
FRAGMENTS = [name for name in TEMPLATES if Path(name).name.startswith("_")]

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
WORDS = re.compile(r"\{\{.*?\}\}", re.DOTALL)

each_template = pytest.mark.parametrize("name", TEMPLATES)


class Reader(HTMLParser):
    """What the tests want to know of a piece of HTML: its roots, its ids, and what of it acts or looks by itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.roots: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.inline: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._met(tag, dict(attrs))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._met(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass  # a <p> that was never closed

    def _met(self, tag: str, attrs: dict[str, str | None]) -> None:
        if not self._open:
            self.roots.append(attrs)
        self.ids += [value for name, value in attrs.items() if name == "id" and value]
        acts = [name for name in attrs if name.startswith("on") or name == "style"]
        runs = [name for name in ("href", "src", "action") if (attrs.get(name) or "").strip().lower().startswith("javascript:")]
        self.inline += [f"<{tag} {name}>" for name in acts + runs]
        if tag == "style" or (tag == "script" and not attrs.get("src")):
            self.inline.append(f"<{tag}>")


def bare(name: str) -> str:
    """The template's HTML without its Jinja."""
    return WORDS.sub("x", JINJA.sub("", (FOLDER / name).read_text()))


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    """A shop with jobs in every state that looks different."""
    made = found_shop(app, trade="powder")
    coated = made.job(at="Coating", coats=3, services={"masking"}, workers=[made.worker.member], priority=5, location="Rack 4")
    made.job(at="Curing", instructions="Keep the threads free", customer_po="PO 7")
    held = made.job(at="Coating")
    made.supervisor.does("holds", made.supervisor.sees(held), reason="Oven down")
    cancelled = made.job()
    made.supervisor.does("cancellations", made.supervisor.sees(cancelled), reason="Withdrawn")
    made.job(at="Delivered")
    made.job(due_on=None)
    made.worker.posts(f"/materials/{made.powders[0].id}/log?job={coated}", quantity="1.5", unit="lb", note="Second gun")
    for person in (made.owner, made.worker):
        person.signs_in_quietly()
    return made


# As they are written.


@each_template
def test_it_parses(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@each_template
def test_nothing_in_it_is_inline_or_let_through_unescaped(name: str) -> None:
    assert Reader(bare(name)).inline == []
    source = (FOLDER / name).read_text()
    assert re.findall(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b", source) == []


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_has_one_root_with_an_id(name: str) -> None:
    roots = Reader(bare(name)).roots
    assert [bool(root.get("id")) for root in roots] == [True]


def test_there_are_fragments() -> None:
    assert {"jobs/_card.html", "sheets/_bump.html"} <= set(FRAGMENTS)


# As they are shown.


def is_ours(reply: TestResponse) -> bool:
    """A page of the app, and not a letter in its frame, which has its looks in it."""
    return reply.mimetype == "text/html" and "sandbox" not in reply.headers["Content-Security-Policy"]


def pages_of(shop: ShopFixture, person: Person) -> dict[str, str]:
    """Every page that a person may open, and some of their forms refused, by address."""
    things = things_of(shop, first_job(shop.app, shop.id))
    own = [knock(shop.app, method, rule, things).address for method, rule in rules(shop.app) if method == "GET"]
    with_more = [*own, *(f"/jobs/{number}" for number in numbers(shop)), "/jobs?filter=all", "/jobs?q=nothing", "/gone"]
    shown = {address: reply for address in with_more if is_ours(reply := person.opens(address))}
    shown["a job refused"] = person.posts("/jobs", **{"items-0-quantity": "many", "items-1-quantity": "-1"})
    shown["a code refused"] = person.posts("/scan", code="22-2222")
    shown["a log refused"] = person.posts(f"/materials/{things.material_id}/log", quantity="none", unit="lb")
    shown["a move refused"] = person.posts(f"/jobs/{things.number}/moves", step="999")
    assert {address for address, reply in shown.items() if reply.status_code >= 500} == set()
    return {address: reply.text for address, reply in shown.items() if reply.status_code != 302}


def numbers(shop: ShopFixture) -> list[str]:
    listed = re.findall(r'href="/jobs/([A-Z]+-\d+-\d+)"', shop.owner.opens("/jobs?filter=all").text)
    assert len(set(listed)) >= 6
    return sorted(set(listed))


everyone = pytest.mark.parametrize("who", ["owner", "worker"])


@everyone
def test_no_page_shows_anything_inline(shop: ShopFixture, who: str) -> None:
    inline = {address: Reader(html).inline for address, html in pages_of(shop, getattr(shop, who)).items()}
    assert {address: found for address, found in inline.items() if found} == {}


@everyone
def test_no_page_has_an_id_twice(shop: ShopFixture, who: str) -> None:
    """The feed finds a card by its id, a label its field."""
    twice = {address: doubles(Reader(html).ids) for address, html in pages_of(shop, getattr(shop, who)).items()}
    assert {address: found for address, found in twice.items() if found} == {}


def doubles(ids: list[str]) -> set[str]:
    return {one for one in ids if ids.count(one) > 1}


@everyone
def test_no_page_asks_a_thing_for_what_it_does_not_have(shop: ShopFixture, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jinja shows nothing for a misspelt attribute: a tag that should be loud stays quiet, and nobody notices."""
    asked: set[tuple[str, str]] = set()

    class Noticing(Undefined):
        def __init__(self, hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> None:
            super().__init__(hint, obj, name, exc)
            if obj is not missing and type(obj).__module__.startswith(("shopfloor", "sqlalchemy")):
                asked.add((type(obj).__name__, str(name)))

    monkeypatch.setattr(shop.app.jinja_env, "undefined", Noticing)
    pages_of(shop, getattr(shop, who))
    assert asked == set()
