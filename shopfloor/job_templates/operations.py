"""Keeping templates."""

from dataclasses import dataclass, replace

from shopfloor.catalog.plan import ItemPlan
from shopfloor.db import db, operation
from shopfloor.db.documents import to_document
from shopfloor.events import heard_before, record
from shopfloor.job_templates.events import TemplateArchived, TemplateChanged, TemplateSaved
from shopfloor.job_templates.models import JobTemplate, Pattern
from shopfloor.job_templates.queries import template
from shopfloor.jobs.models import Job
from shopfloor.jobs.plans import plans_of
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotPermitted, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.permissions import Permission
from shopfloor.shops.person import Person


@dataclass(frozen=True, slots=True)
class Title:
    """What a template is found by."""

    name: str
    about: str = ""
    category: str = ""


@operation
def save_as_template(job: Job, title: Title, *, keep_prices: bool, by: Person, tap: Tap = UNKEYED) -> JobTemplate:
    """Keep what of a job comes again: items, coats, prep, minutes, instructions, priority. Raises NotPermitted, Invalid."""
    items = tuple(_kept(plan, keep_prices) for plan in plans_of(job))
    pattern = Pattern(job.kind, job.description, items, job.priority, job.instructions, keep_prices)
    return save_template(title, pattern, by=by, tap=tap)


@operation
def save_template(title: Title, pattern: Pattern, *, by: Person, tap: Tap = UNKEYED) -> JobTemplate:
    """A new template. Raises NotPermitted; Invalid without a name or an item."""
    _check(title, pattern, by)
    if made := heard_before(tap, by=by):
        return template(made)
    saved = JobTemplate(name=title.name, about=title.about, category=title.category, document=to_document(pattern), version=1)
    db.session.add(saved)
    db.session.flush()
    record(TemplateSaved(), about=saved, by=by, tap=tap)
    return saved


@operation
def change_template(
    template_id: int, title: Title, pattern: Pattern, *, seen: int, by: Person, tap: Tap = UNKEYED
) -> JobTemplate:
    """Change what new jobs begin with; no job that was made from it changes.

    Raises NotFound, NotPermitted, Invalid, and Stale when it was changed since version `seen`.
    """
    _check(title, pattern, by)
    changed = template(template_id)
    if heard_before(tap, by=by) is not None:
        return changed
    if changed.version != seen:
        raise Stale("Someone changed this template meanwhile. What you typed is still here: look at theirs, then save again.")
    changed.name, changed.about, changed.category = title.name, title.about, title.category
    changed.document = to_document(pattern)
    changed.version += 1
    record(TemplateChanged(), about=changed, by=by, tap=tap)
    return changed


@operation
def archive_template(template_id: int, *, by: Person) -> JobTemplate:
    """Offer it no more. Raises NotFound, NotPermitted."""
    _must(by)
    gone = template(template_id)
    if gone.archived_at is None:
        gone.archived_at = clock.now()
        record(TemplateArchived(), about=gone, by=by)
    return gone


def _kept(plan: ItemPlan, keep_prices: bool) -> ItemPlan:
    """With the price of the day, or without: then the rules say it on the day of the new job."""
    return plan if keep_prices else replace(plan, unit_price=None, price_parts=())


def _check(title: Title, pattern: Pattern, by: Person) -> None:
    _must(by)
    if not title.name:
        raise Invalid("Give the template a name.", "name")
    if not pattern.items:
        raise Invalid("A template has at least one item.", "items")


def _must(by: Person) -> None:
    if not by.may(Permission.JOBS_EDIT):
        raise NotPermitted("Templates are kept by supervisors and the office.")
