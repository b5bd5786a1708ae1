"""Signing in and out, and the devices one is signed in on."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from shopfloor.accounts import cookie, operations
from shopfloor.accounts.current import me
from shopfloor.accounts.devices import device_words
from shopfloor.accounts.forms import SignInForm
from shopfloor.accounts.identity import identity
from shopfloor.accounts.panels import account_page
from shopfloor.db import everywhere
from shopfloor.kernel.errors import Invalid, Slowed
from shopfloor.web.doors import public, signed_in
from shopfloor.web.places import safe_next

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
@public
def sign_in() -> str:
    return render_template("accounts/sign_in.html", form=SignInForm(next=safe_next(request.args.get("next"))))


@bp.post("/sign-in")
@public
def create_session() -> ResponseReturnValue:
    """Sign in on this device, and go on to where the person was sent from."""
    form = SignInForm(request.form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    try:
        token = _opened(form)
    except Slowed as slowed:
        page = render_template("accounts/sign_in.html", form=form, problem=slowed.sentence)
        return page, 429, {"Retry-After": str(slowed.seconds)}
    except Invalid as wrong:
        return render_template("accounts/sign_in.html", form=form, problem=wrong.sentence), 422
    return _welcome(token, form)


def _opened(form: SignInForm) -> str:
    address = request.remote_addr or "unknown"
    with everywhere():
        member = operations.proven(form.email.data, form.password.data, address=address)
        device = device_words(request.user_agent.string)
        return operations.sign_in(member, device=device, address=address, instead_of=cookie.token())


def _welcome(token: str, form: SignInForm) -> Response:
    response = redirect(safe_next(form.next.data), 303)
    person = identity(token)
    assert person is not None, "the session was opened a moment ago"
    cookie.put(response, token, person.rest)
    return response


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End the session here and on the server."""
    operations.sign_out(me())
    g.signed_out = True
    response = redirect(url_for("accounts.sign_in"), 303)
    cookie.drop(response)
    return response


@bp.get("/account")
@signed_in
def show() -> str:
    return account_page()


@bp.post("/account/sessions/<int:session_id>/revocation")
@signed_in
def revoke_session(session_id: int) -> Response:
    operations.revoke_session(session_id, by=me())
    return redirect(url_for("accounts.show"), 303)
