"""Rendered cards, kept until they change: a thousand screens cost one rendering.

A kept card is right while the job's `card_seq` is the one it was rendered at, and while the day and the shop's workflow
are the same (its words say "due today"). Only what the last list needed is kept, so the store can't outgrow the floor.
"""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template
from markupsafe import Markup

from shopfloor.db import kept, shop_in_scope
from shopfloor.jobs.cards import Card, Setting, cards


@dataclass(frozen=True, slots=True)
class CardView:
    """A way to show jobs: a template that makes a fragment of one. A new screen is a new one of these.

    `root` is the fragment's id in the page; views that follow one job keep it when it is closed, lists let it go.
    `more` reads what the template needs beside the cards, for all of them at once: job id → value, as `more` there.
    """

    name: str
    template: str
    root: str = "job-{id}"
    keeps_closed: bool = False
    more: Callable[[Collection[int]], Mapping[int, Any]] | None = None

    def render(self, card: Card, more: Any = None) -> Markup:
        html = render_template(self.template, card=card, view=self.name, more=more)
        return Markup(html)  # noqa: S704 – rendered by us, escaped there

    def root_of(self, job_id: int) -> str:
        return self.root.format(id=job_id)


@dataclass(slots=True)
class Shelf:
    """The kept cards of one view of one shop: job id → (card_seq, html)."""

    edition: tuple[str, str]
    html: dict[int, tuple[int, Markup]] = field(default_factory=dict)


def fragments(view: CardView, keys: Sequence[Any], setting: Setting, *, whole: bool = False) -> list[Markup]:
    """The cards of those jobs, in that order. `whole` says these are all there are: others are let go."""
    html = _shelf(view, setting).html
    shown = {key.id: html.get(key.id) for key in keys}  # our own: another thread may let go of what we need
    missing = [key.id for key in keys if (shown[key.id] or _NOTHING)[0] != key.card_seq]
    more = view.more(missing) if view.more and missing else {}
    for card in cards(missing, setting):
        shown[card.id] = html[card.id] = (card.card_seq, view.render(card, more.get(card.id)))
    if whole and len(html) > len(keys):
        _let_go(html, shown)
    return [(shown[key.id] or _NOTHING)[1] for key in keys]


def fragment(view: CardView, card: Card) -> Markup:
    """That card, for that view; kept for those who ask next."""
    html = _shelf(view, card.setting).html
    kept_seq, rendered = html.get(card.id, _NOTHING)
    if kept_seq != card.card_seq:
        rendered = view.render(card)
        html[card.id] = (card.card_seq, rendered)
    return rendered


def _shelf(view: CardView, setting: Setting) -> Shelf:
    edition = (setting.edition, setting.timezone)
    shelves, place = kept("shelves"), (shop_in_scope(), view.name)
    shelf: Shelf | None = shelves.get(place)
    if shelf is None or shelf.edition != edition:
        shelf = shelves[place] = Shelf(edition)
    return shelf


def _let_go(html: dict[int, tuple[int, Markup]], needed: Container[int]) -> None:
    for job_id in [job_id for job_id in list(html) if job_id not in needed]:
        html.pop(job_id, None)


_NOTHING = (-1, Markup())
