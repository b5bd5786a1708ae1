"""Taking things in, and correcting what was written down then."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import update

from shopfloor.db import db, operation, shop_in_scope
from shopfloor.db.documents import to_document
from shopfloor.events import heard_before, record
from shopfloor.intake.events import IntakeChanged, JobTakenIn
from shopfloor.intake.models import Intake
from shopfloor.intake.queries import newest_version, photos_before
from shopfloor.intake.record import TakenIn
from shopfloor.jobs.models import Job
from shopfloor.jobs.standing import Standing, locked
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, Stale
from shopfloor.kernel.tap import UNKEYED, Tap
from shopfloor.shops.person import Person
from shopfloor.workflow.trades import Trade

LONGEST_SIGNATURE = 40_000
_SIGNATURE = re.compile(r"(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+", re.ASCII)


class Unproven(Invalid):
    """All that is missing, each beside its field; as a refusal it is the first of them."""

    def __init__(self, missing: Sequence[Invalid]) -> None:
        super().__init__(missing[0].sentence, missing[0].field)
        self.missing = missing


@operation
def take_in(
    number: str,
    taken: TakenIn,
    *,
    trade: Trade,
    seen: int,
    by: Person | None,
    on_their_way: int = 0,
    tap: Tap = UNKEYED,
) -> Standing:
    """Write down what arrived, as version `seen` + 1 of the job's intake; its place becomes the job's.

    `on_their_way` are photos that a device still keeps: damage without a photo is refused. Raises Stale when someone saved
    since version `seen`, NotFound, Unproven.
    """
    job = locked(number)
    if by and heard_before(tap, by=by) is not None:
        return job
    damages = taken.conditions & set(trade.take_in.damages)
    has_photo = not damages or bool(on_their_way or photos_before(job.id))
    if missing := [*_not_shown(damages, has_photo), *_not_signed(taken)]:
        raise Unproven(missing)
    if newest_version(job.id) != seen:
        raise Stale("Someone saved this intake meanwhile. Look at theirs, then save yours again.", job)
    intake = Intake(
        job_id=job.id,
        version=seen + 1,
        record=to_document(taken),
        member_id=by.id if by else None,
        occurred_at=tap.moment,
        recorded_at=clock.now(),
    )
    db.session.add(intake)
    _put_away(job, taken.location)
    kind = IntakeChanged if seen else JobTakenIn
    record(kind(taken.count_words), about=job, by=by, tap=tap)
    return job


def _not_shown(damages: set[str], has_photo: bool) -> Iterator[Invalid]:
    if not has_photo:
        yield Invalid(f"Take at least one photo of the damage ({', '.join(sorted(damages)).lower()}) first.", "photos")


def _not_signed(taken: TakenIn) -> Iterator[Invalid]:
    """Signed by name, or said why not."""
    if taken.signature:
        if len(taken.signature) > LONGEST_SIGNATURE or not _SIGNATURE.fullmatch(taken.signature):
            yield Invalid("That signature can't be read. Clear it and sign again.", "signature")
        if not taken.customer_name:
            yield Invalid("Who signed? Enter the name.", "customer_name")
    elif not taken.unattended:
        yield Invalid("Have the customer sign, or say why nobody could.", "signature")


def _put_away(job: Standing, location: str) -> None:
    if location:
        mine = (Job.shop_id == shop_in_scope(), Job.id == job.id)
        db.session.execute(update(Job.__table__).where(*mine).values(location=location))  # type: ignore[arg-type]
