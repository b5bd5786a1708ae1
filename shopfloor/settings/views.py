"""The list of settings pages; features have their own, and `app.py` lists them."""

from flask import Blueprint, current_app, render_template

from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires

bp = Blueprint("settings", __name__)


@bp.get("/settings")
@requires(Permission.SETTINGS_MANAGE)
def index() -> str:
    return render_template("settings/index.html", pages=current_app.extensions["settings_pages"])
