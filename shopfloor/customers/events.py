"""What happens to a customer's record. `what` says a change in words; `was` and `now` keep the fields it changed whole."""

from typing import Any

from shopfloor.events import kind


@kind("customer.added", says="{actor} added {customer}")
class CustomerAdded:
    pass


@kind("customer.changed", says="{actor} changed {customer}: {what}")
class CustomerChanged:
    what: str
    was: dict[str, Any]
    now: dict[str, Any]


@kind("customer.terms_changed", says="{actor} changed the terms of {customer}: {what}")
class TermsChanged:
    """Tax, terms and price tier: told only to those who see prices."""

    what: str
    was: dict[str, Any]
    now: dict[str, Any]


@kind("customer.renamed", says="{actor} renamed {was} to {customer}")
class CustomerRenamed:
    was: str


@kind("customer.archived", says="{actor} archived {customer}")
class CustomerArchived:
    pass


@kind("customer.brought_back", says="{actor} brought {customer} back")
class CustomerBroughtBack:
    pass


@kind("customer.merged", says="{actor} merged {gone} into {customer}: {moved}")
class CustomersMerged:
    """Told of the one that stays. What hangs on the other follows by reactions."""

    gone: str
    gone_id: int
    moved: str


@kind("customer.merged_away", says="{actor} merged {customer} into {kept}")
class CustomerMergedAway:
    kept: str
    kept_id: int
