"""/live: the bell. A stream that carries the newest number of the shop's log and nothing else; the feed tells what it means."""

import re
from functools import partial

from flask import Blueprint, Response, current_app, request

from shopfloor.accounts.current import me
from shopfloor.feed.line import Line, retry, seq_event
from shopfloor.feed.switchboard import SWITCHBOARD, Switchboard
from shopfloor.shops.permissions import Permission
from shopfloor.web.doors import requires
from shopfloor.web.going_on import go_on

bp = Blueprint("live", __name__)

_PAGE = re.compile(r"[\w-]{1,40}", re.ASCII)


@bp.get("/live")
@requires(Permission.JOBS_SEE)
def live() -> Response:
    """The present number at once, whatever the screen has heard before; then the switchboard goes on with it.

    Under a server that can hold no lines it ends here, and the screen comes back after a while: slow, and never wrong.
    """
    board: Switchboard | None = current_app.extensions.get(SWITCHBOARD)
    if board is not None and request.method == "GET":
        line = Line(shop_id=me().shop_id, session_id=me().session_id, page=_page(), seq=me().seq)
        board.make_room(line.session_id, line.page)
        go_on(partial(board.hold, line))
    response = Response(retry() + seq_event(me().seq), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # or nginx would keep the news to itself
    return response


def _page() -> str:
    """What the page calls itself."""
    said = request.args.get("page", "")
    return said if _PAGE.fullmatch(said) else ""
