"""A person's own notifications: choices, devices; and pages that say what they show."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from shopfloor.accounts.current import me
from shopfloor.accounts.devices import device_words
from shopfloor.accounts.panels import account_page
from shopfloor.db import everywhere
from shopfloor.jobs.queries import job_id
from shopfloor.kernel.errors import Invalid
from shopfloor.notifications import operations, queries
from shopfloor.notifications.forms import choices_form
from shopfloor.notifications.panel import panel
from shopfloor.notifications.setup import push_settings
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires, signed_in

bp = Blueprint("notifications", __name__)

HALF = "Quiet hours have a beginning and an end. Fill in both, or neither."


@bp.post("/account/notifications")
@signed_in
def choose() -> ResponseReturnValue:
    """What to hear, and when not. What one may not hear of anyway is left as it was chosen."""
    kinds, chosen = queries.kinds_for(me()), queries.choices_of(me().id)
    form = choices_form(kinds, chosen, request.form)
    if not form.validate() or form.is_half:
        return account_page({panel: panel(form, HALF if form.is_half else "Choose from the list, and times like 22:00.")}), 422
    mine = {kind.code for kind in kinds}
    off = (set(chosen.off) - mine) | (mine - set(form.hear.data or ()))
    operations.set_choices(off=off, quiet=form.quiet, by=me())
    return redirect(url_for("accounts.show", _anchor="notifications"), 303)


@bp.post("/account/devices")
@signed_in
def create_device() -> ResponseReturnValue:
    """This browser hears from now on; sent again at each start, as browsers lose and change what they gave."""
    settings = push_settings()
    if settings.keys is None:
        raise Invalid("This server is not set up to send notifications.")
    said = (request.form.get(name, "") for name in ("endpoint", "p256dh", "auth"))
    device = device_words(request.user_agent.string)
    with everywhere():
        operations.hear_here(*said, device=device, by=me(), loopback=settings.loopback)
    return Response(status=204)


@bp.post("/account/devices/here/forgetting")
@signed_in
def forget_here() -> ResponseReturnValue:
    operations.stop_hearing_here(by=me())
    return Response(status=204)


@bp.post("/account/devices/<int:device_id>/forgetting")
@signed_in
def forget_device(device_id: int) -> ResponseReturnValue:
    operations.forget_device(device_id, by=me())
    return redirect(url_for("accounts.show", _anchor="notifications"), 303)


@bp.post("/jobs/<number>/looks")
@requires(Permission.JOBS_SEE)
def create_look(number: str) -> ResponseReturnValue:
    """A page shows the job, or with `away` does not any more: its news need not be told to who sees them."""
    verb = operations.look_away if request.form.get("away") else operations.look_at_job
    verb(job_id(number), by=me())
    return Response(status=204)
