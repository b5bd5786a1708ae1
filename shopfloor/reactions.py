"""What must be true together: when this happens, that is made true in the same transaction. The whole list."""

from shopfloor.accounts.events import MemberSignedIn, MemberSignedOut, SessionRevoked
from shopfloor.catalog.operations import install_services
from shopfloor.events.log import Reactions
from shopfloor.jobs.events import JobCreated, JobEdited
from shopfloor.notifications.operations import forget_ended_sessions, start_listening_to_log
from shopfloor.sheets.operations import make_codes, make_missing_codes
from shopfloor.shops.events import ShopOpened
from shopfloor.workflow.operations import install_trade

REACTIONS: Reactions = {
    ShopOpened: (install_trade, install_services, start_listening_to_log),
    JobCreated: (make_codes,),
    JobEdited: (make_missing_codes,),
    MemberSignedIn: (forget_ended_sessions,),
    MemberSignedOut: (forget_ended_sessions,),
    SessionRevoked: (forget_ended_sessions,),
}
