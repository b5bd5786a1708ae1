"""How a move is answered: with the card as it is now for our scripts, with a page for a plain form."""

from collections.abc import Callable
from typing import Any

from flask import current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.jobs.cards import Card, cards
from shopfloor.jobs.fragments import CardView, fragment
from shopfloor.jobs.page import job_page
from shopfloor.jobs.queries import job_id
from shopfloor.jobs.setting import setting_of
from shopfloor.jobs.standing import Standing
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.web.errors import wants_json
from shopfloor.web.places import safe_next
from shopfloor.web.taps import step_from_request, tap_from_request

UNDO_SECONDS = 10


def answer_move(verb: Callable[..., Standing], number: str, *said: Any, can_undo: bool = True) -> ResponseReturnValue:
    """Carry out a move and answer it. What can't be done is answered with what is true."""
    try:
        job = verb(number, *said, expected=step_from_request(), by=me(), tap=tap_from_request())
    except (Stale, Invalid) as refusal:
        return _refusal(number, refusal)
    if not wants_json():
        return redirect(safe_next(request.form.get("back") or url_for("jobs.show", number=number)), 303)
    undo = {"url": f"/jobs/{number}/undos", "step": job.step, "seconds": UNDO_SECONDS} if can_undo else None
    return jsonify(said=f"{number} is in {job.status.label}", undo=undo, **as_it_is(card_of(job.id)))


def done(said: str, go: str | None = None) -> ResponseReturnValue:
    """The answer to a tap that moves nothing: it has been done, and where the page goes on."""
    return jsonify(said=said, go=go, undo=None, seq=me().seq, cards=[], gone=[])


def _refusal(number: str, refusal: Stale | Invalid) -> ResponseReturnValue:
    if not wants_json():
        return job_page(number, problem=refusal.sentence), refusal.status
    shown = as_it_is(card_called(number)) if isinstance(refusal, Stale) else {}
    return jsonify(error=refusal.sentence, **shown), refusal.status


def card_called(number: str) -> Card:
    """The card of the job of that number. Raises NotFound."""
    return card_of(job_id(number))


def card_of(id_: int) -> Card:
    """The card of a job that is there."""
    return cards([id_], setting_of(me()))[0]


def as_it_is(card: Card) -> dict[str, Any]:
    """The card for the view that asks, or the news that it has left that view."""
    view: CardView | None = current_app.extensions["card_views"].get(request.form.get("view", ""))
    if view is None:
        return {"seq": card.card_seq, "cards": [], "gone": []}
    root = view.root_of(card.id)
    if card.terminal and not view.keeps_closed:
        return {"seq": card.card_seq, "cards": [], "gone": [root]}
    return {
        "seq": card.card_seq,
        "cards": [{"id": root, "html": fragment(view, card)}],
        "gone": [],
    }
