"""Notifications, on the page of one's account."""

from shopfloor.accounts.current import me
from shopfloor.accounts.panels import AccountPanel
from shopfloor.notifications import queries
from shopfloor.notifications.forms import ChoicesForm, choices_form
from shopfloor.notifications.setup import push_settings


def panel(form: ChoicesForm | None = None, problem: str | None = None) -> AccountPanel:
    """What one hears, when, and where; with what was refused, if something was."""
    kinds = queries.kinds_for(me())
    keys = push_settings().keys
    return AccountPanel(
        "notifications/_panel.html",
        {
            "form": form or choices_form(kinds, queries.choices_of(me().id)),
            "devices": queries.devices_of(me().id),
            "here": me().session_id,
            "key": keys.public if keys else "",
            "problem": problem,
        },
    )
