"""Settings › E-mail: who signs, what customers are told and when; how it will look, and a letter to oneself to try it."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.accounts.queries import address_of
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.mail.frame import framed
from shopfloor.mail.operations import NewLetter, queue_letter
from shopfloor.mail.paper import as_html
from shopfloor.mail.settings import SenderSettings
from shopfloor.mail.setup import post
from shopfloor.mail.wording import filled
from shopfloor.shops.permissions import Permission
from shopfloor.shops.queries import shop
from shopfloor.shops.settings import change_settings, settings, settings_version
from shopfloor.status_mail.forms import SenderForm, StatusMailForm, sender_form, status_form
from shopfloor.status_mail.settings import FIELDS, StatusMailSettings, Wording
from shopfloor.web.doors import requires
from shopfloor.web.headers import FRAMING_CSP
from shopfloor.web.taps import tap_from_request
from shopfloor.workflow.queries import Stand, workflow
from shopfloor.workflow.trades import TRADES

bp = Blueprint("status_mail", __name__)


@bp.get("/settings/mail")
@requires(Permission.SETTINGS_MANAGE)
def edit() -> Response:
    return _page()


@bp.post("/settings/mail/sender")
@requires(Permission.SETTINGS_MANAGE)
def save_sender() -> ResponseReturnValue:
    form = sender_form(SenderSettings(), 0, request.form)
    return _saved(form) if form.validate() else (_page(sender=form), 422)


@bp.post("/settings/mail/status")
@requires(Permission.SETTINGS_MANAGE)
def save_status() -> ResponseReturnValue:
    form = status_form(StatusMailSettings(), _stands(), 0, request.form)
    return _saved(form) if form.validate() else (_page(status=form), 422)


@bp.get("/settings/mail/preview")
@requires(Permission.SETTINGS_MANAGE)
def preview() -> Response:
    """How the words that are saved will look, for the frame on the page."""
    return _looks(settings(StatusMailSettings).ready)


@bp.post("/settings/mail/preview")
@requires(Permission.SETTINGS_MANAGE)
def create_preview() -> Response:
    """How the words that are typed would look; nothing is saved."""
    which = "other" if request.form.get("which") == "other" else "ready"
    return _looks(Wording(request.form.get(f"{which}_subject", "")[:200], request.form.get(f"{which}_text", "")[:4000]))


@bp.post("/settings/mail/tests")
@requires(Permission.SETTINGS_MANAGE)
def create_test() -> ResponseReturnValue:
    """A letter to oneself, by the road that all letters take; its page says what becomes of it."""
    key = tap_from_request().key or uuid4().hex
    words = f"Hello {me().name},\n\nThis is how an e-mail from {me().shop_name} arrives. If you can read it, mail works."
    new = NewLetter(
        to=address_of(me().user_id), to_name=me().name, subject="A test", text=words, key=f"test-{me().id}-{key}", about=shop(),
    )  # fmt: skip
    letter = queue_letter(new, by=me())
    return redirect(url_for("mail.show", letter_id=letter.id), 303)


def _saved(form: SenderForm | StatusMailForm) -> ResponseReturnValue:
    try:
        seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else None
        change_settings(form.chosen, by=me(), seen=seen)
    except (Stale, Invalid) as refusal:
        shown: dict[str, Any] = {"sender": form} if isinstance(form, SenderForm) else {"status": form}
        return _page(problem=refusal.sentence, **shown), refusal.status
    return redirect(url_for("status_mail.edit", saved="1"), 303)


def _page(*, sender: SenderForm | None = None, status: StatusMailForm | None = None, problem: str | None = None) -> Response:
    """The page, with what was typed where something was refused."""
    chosen = settings(StatusMailSettings)
    page = render_template(
        "status_mail/settings.html",
        sender=sender or sender_form(settings(SenderSettings), settings_version(SenderSettings)),
        status=status or status_form(chosen, _stands(), settings_version(StatusMailSettings)),
        fields=FIELDS,
        post=post(),
        own_address=address_of(me().user_id),
        key=uuid4().hex,
        problem=problem,
        saved="saved" in request.args and not (sender or status),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMING_CSP
    return response


def _looks(words: Wording) -> Response:
    fields = {**FIELDS, "shop": shop().name}
    signature = settings(SenderSettings).signature
    subject, text = filled(words.subject, fields), filled(words.text, fields)
    return framed(as_html(text, subject=subject, button=None, signature=signature, shop=shop().name))


def _stands() -> list[Stand]:
    """The statuses of all kinds of job that have a customer."""
    flow, trade = workflow(me().workflow_version), TRADES[me().trade]
    return [stand for kind in trade.kinds if kind.has_customer for stand in flow.of(kind.code)]
