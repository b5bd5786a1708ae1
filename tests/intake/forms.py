"""The intake form as a person has filled it."""

from typing import Any
from uuid import uuid4

from shopfloor.db import in_shop
from shopfloor.jobs import queries
from tests.support.people import JobHandle, ShopFixture

SIGNATURE = "M20 150L60 40L100 150M130 90L300 95L420 60"


def intake_form(shop: ShopFixture, job: JobHandle, *, actual: str = "4", **more: Any) -> dict[str, Any]:
    """Signed, and every item as it was counted: `actual` pieces."""
    with shop.app.app_context(), in_shop(shop.id):
        items = [item.id for item in queries.job(job.number).items]
    counts = {f"items-{n}-item_id": id_ for n, id_ in enumerate(items)} | {
        f"items-{n}-actual": actual for n in range(len(items))
    }
    return {"key": uuid4().hex, "seen": 0, **counts, "customer_name": "Hal Harlan", "signature": SIGNATURE, **more}
