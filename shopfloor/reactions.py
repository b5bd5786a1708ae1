"""What must be true together: when this happens, that is made true in the same transaction. The whole list."""

from shopfloor.accounts.events import MemberSignedIn, MemberSignedOut, SessionRevoked
from shopfloor.billing import operations as billing
from shopfloor.catalog.operations import install_services
from shopfloor.customers.events import CustomersMerged
from shopfloor.customers.holdings import Holding
from shopfloor.events.log import Reactions
from shopfloor.jobs.events import JobCancelled, JobCreated, JobCustomerChanged, JobEdited, JobMoved, MoveUndone, StatusSet
from shopfloor.jobs.listing.words import index_job, index_jobs_of
from shopfloor.jobs.operations.customer import Block, follow_merge, jobs_in_words
from shopfloor.jobs.operations.removal import ItemBlock
from shopfloor.notifications.operations import forget_ended_sessions, start_listening_to_log
from shopfloor.quotes.agreed import keep_agreement
from shopfloor.quotes.operations import customers as quotes
from shopfloor.rework.queries import why_reworked_item_stays
from shopfloor.sheets.operations import make_codes, make_missing_codes
from shopfloor.shops.events import ShopOpened
from shopfloor.status_mail.operations import start_reading_log
from shopfloor.workflow.operations import install_trade

REACTIONS: Reactions = {
    ShopOpened: (install_trade, install_services, start_listening_to_log, start_reading_log),
    JobCreated: (index_job, make_codes),
    JobEdited: (index_job, make_missing_codes, keep_agreement),
    JobCustomerChanged: (index_job, keep_agreement, billing.follow_customer),
    JobMoved: (billing.draft_when_ready,),
    StatusSet: (billing.draft_when_ready, billing.withdraw_when_not_ready),
    MoveUndone: (billing.draft_when_ready, billing.withdraw_when_not_ready),
    JobCancelled: (billing.withdraw_when_not_ready,),
    CustomersMerged: (follow_merge, index_jobs_of, quotes.follow_merge, billing.follow_merge),
    MemberSignedIn: (forget_ended_sessions,),
    MemberSignedOut: (forget_ended_sessions,),
    SessionRevoked: (forget_ended_sessions,),
}

# What hangs on a customer, told in words before a merge moves it; CustomersMerged above is where it moves.
HOLDINGS: tuple[Holding, ...] = (jobs_in_words, quotes.quotes_in_words, billing.invoices_in_words)

# Why a job can't be given to another customer.
BLOCKS_CUSTOMER_CHANGE: tuple[Block, ...] = (billing.why_billed_customer_stays,)

# Why an item can't be taken off its job.
BLOCKS_ITEM_REMOVAL: tuple[ItemBlock, ...] = (why_reworked_item_stays,)
