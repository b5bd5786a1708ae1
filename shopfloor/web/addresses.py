"""Addresses that the product's help names, led to where the pages are now."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from shopfloor.web.doors import public

bp = Blueprint("addresses", __name__)


@bp.get("/Jobs/ShopMobile")
@public
def shop_mobile() -> Response:
    return redirect("/mobile", 301)


@bp.get("/JobTemplates")
@public
def job_templates() -> Response:
    return redirect("/job-templates", 301)
