"""A device that hears: taken in, kept up to date, forgotten with its session."""

import base64
import binascii
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from sqlalchemy import delete, or_, select

from shopfloor import outbound
from shopfloor.accounts.identity import Identity
from shopfloor.accounts.models import Session
from shopfloor.db import db, operation, shop_in_scope, table
from shopfloor.events import Actor
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.notifications.models import NewsCursor, PushSubscription

MOST = 10  # devices of one person
_NOT_ONE = "This browser's address for notifications is not one we can send to."

_SUBSCRIPTIONS = table(PushSubscription)


@operation
def hear_here(endpoint: str, p256dh: str, auth: str, *, device: str, by: Identity, loopback: bool = False) -> PushSubscription:
    """Have this session's device hear. Said again, it changes nothing; what was another person's becomes theirs.

    To be called `everywhere()`, as that other person may be of another shop. Raises Invalid for an address that is
    none to send to, for keys that are none, and for one device too many.
    """
    _check(endpoint, p256dh, auth, loopback=loopback)
    here = db.session.scalars(select(PushSubscription).where(_SUBSCRIPTIONS.c.session_id == by.session_id)).first()
    if here and (here.endpoint, here.p256dh, here.auth, here.member_id) == (endpoint, p256dh, auth, by.id):
        return here
    if here:
        db.session.expunge(here)
    same = or_(_SUBSCRIPTIONS.c.session_id == by.session_id, _SUBSCRIPTIONS.c.endpoint == endpoint)
    db.session.execute(delete(_SUBSCRIPTIONS).where(same))
    mine = (_SUBSCRIPTIONS.c.shop_id == by.shop_id, _SUBSCRIPTIONS.c.member_id == by.id)
    if len(db.session.execute(select(_SUBSCRIPTIONS.c.id).where(*mine)).all()) >= MOST:
        raise Invalid(f"You hear on {MOST} devices already. Forget one of them first.")
    made = PushSubscription(
        shop_id=by.shop_id,
        member_id=by.id,
        session_id=by.session_id,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        device=device[:120],
        created_at=clock.now(),
        failures=0,
    )
    db.session.add(made)
    db.session.flush()
    return made


@operation
def forget_device(device_id: int, *, by: Actor) -> None:
    """No more news there; what waits for it is dropped. Raises NotFound when it is not one's own."""
    mine = (_SUBSCRIPTIONS.c.shop_id == shop_in_scope(), _SUBSCRIPTIONS.c.member_id == by.id)
    gone = delete(_SUBSCRIPTIONS).where(*mine, _SUBSCRIPTIONS.c.id == device_id).returning(_SUBSCRIPTIONS.c.id)
    if db.session.execute(gone).first() is None:
        raise NotFound("That device hears nothing any more.")


@operation
def stop_hearing_here(*, by: Identity) -> None:
    """No more news on the device of this session, if it heard any."""
    here = (_SUBSCRIPTIONS.c.shop_id == shop_in_scope(), _SUBSCRIPTIONS.c.session_id == by.session_id)
    db.session.execute(delete(_SUBSCRIPTIONS).where(*here))


def forget_ended_sessions(_event: object, about: Any, _by: Actor | None) -> None:
    """A reaction: where someone has just been signed out, nothing is heard any more."""
    ended = select(Session.id).where(Session.shop_id == shop_in_scope(), Session.ended_at.is_not(None))
    theirs = (_SUBSCRIPTIONS.c.shop_id == shop_in_scope(), _SUBSCRIPTIONS.c.member_id == about.id)
    db.session.execute(delete(_SUBSCRIPTIONS).where(*theirs, _SUBSCRIPTIONS.c.session_id.in_(ended)))


def start_listening_to_log(_event: object, about: Any, _by: Actor | None) -> None:
    """A reaction: a new shop's log is told from its beginning."""
    db.session.add(NewsCursor(shop_id=about.id, seq=0))
    db.session.flush()


def _check(endpoint: str, p256dh: str, auth: str, *, loopback: bool) -> None:
    try:
        outbound.look_at(endpoint, loopback=loopback)
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _bytes(p256dh, 65))
        _bytes(auth, 16)
    except (outbound.Refused, ValueError):
        raise Invalid(_NOT_ONE) from None


def _bytes(text: str, length: int) -> bytes:
    """The bytes behind base64url. Raises ValueError when they are not that many."""
    try:
        raw = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None
    if len(raw) != length or len(text) > 100:
        raise ValueError(f"{len(raw)} bytes")
    return raw
