"""Photos, on the job page."""

from typing import Any

from flask import render_template

from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.jobs.queries import job_id
from shopfloor.photos.models import PhotoKind
from shopfloor.photos.queries import photos_of

GALLERY = "job-photos"


def panel(job: Job, _card: Card) -> Panel:
    return Panel("photos/_panel.html", {"photos": photos_of(job.id), "kinds": list(PhotoKind)})


def gallery_card(number: str) -> dict[str, Any]:
    """The gallery as our scripts put it in place of the one that is shown."""
    html = render_template("photos/_gallery.html", photos=photos_of(job_id(number)), number=number)
    return {"id": GALLERY, "html": html}
