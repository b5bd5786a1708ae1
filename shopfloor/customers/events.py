"""What happens to a customer's record."""

from shopfloor.events import kind


@kind("customer.added", says="{actor} added {customer}")
class CustomerAdded:
    pass


@kind("customer.archived", says="{actor} archived {customer}")
class CustomerArchived:
    pass
