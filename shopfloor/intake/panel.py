"""Part Intake, on the job page, and the banner over it when not all has arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import url_for

from shopfloor.intake.queries import versions_of
from shopfloor.jobs.cards import Card
from shopfloor.jobs.models import Job
from shopfloor.jobs.page import Panel
from shopfloor.jobs.queries import Reach


@dataclass(frozen=True, slots=True)
class Receipt:
    """What its buttons need: whom it goes to, where one is led back to; and there, what became of those that went."""

    reach: Reach
    back: str
    key: str
    lines: Sequence[Any] = ()


def receipt_of(job: Job, back: str, lines: Sequence[Any] = ()) -> Receipt:
    of = job.customer
    return Receipt(Reach(of.name, of.email, of.status_emails) if of else Reach(), back, uuid4().hex, lines)


def panel(job: Job, _card: Card) -> Panel:
    versions = versions_of(job.id)
    newest = versions[0] if versions else None
    banner = "intake/banner.html" if newest and newest.taken.is_off else ""
    context = {
        "newest": newest,
        "first": versions[-1] if len(versions) > 1 else None,
        "receipt": receipt_of(job, url_for("jobs.show", number=job.number, _anchor="part-emails")) if newest else None,
    }
    return Panel("intake/_panel.html", context, banner)
