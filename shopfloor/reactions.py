"""What must be true together: when this happens, that is made true in the same transaction. The whole list."""

from shopfloor.accounts.events import MemberSignedIn, MemberSignedOut, SessionRevoked
from shopfloor.billing.operations import draft_when_ready
from shopfloor.catalog.operations import install_services
from shopfloor.events.log import Reactions
from shopfloor.jobs.events import JobCreated, JobMoved, StatusSet
from shopfloor.notifications.operations import forget_ended_sessions, start_listening_to_log
from shopfloor.sheets.operations import make_codes
from shopfloor.shops.events import ShopOpened
from shopfloor.workflow.operations import install_trade

REACTIONS: Reactions = {
    ShopOpened: (install_trade, install_services, start_listening_to_log),
    JobCreated: (make_codes,),
    JobMoved: (draft_when_ready,),
    StatusSet: (draft_when_ready,),
    MemberSignedIn: (forget_ended_sessions,),
    MemberSignedOut: (forget_ended_sessions,),
    SessionRevoked: (forget_ended_sessions,),
}
