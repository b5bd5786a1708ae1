"""Signing in and out. A session is a row: ending it here ends it everywhere."""

import re
import secrets
from datetime import timedelta

from sqlalchemy import update

from shopfloor.accounts import passwords, queries, throttle
from shopfloor.accounts.events import MemberSignedIn, MemberSignedOut, SessionRevoked
from shopfloor.accounts.identity import Identity, hash_of
from shopfloor.accounts.models import Session, User
from shopfloor.db import db, everywhere, in_shop, operation
from shopfloor.events import record
from shopfloor.kernel import clock
from shopfloor.kernel.errors import Invalid, NotFound
from shopfloor.shops.models import Member
from shopfloor.shops.permissions import FLOOR_ROLES, Role
from shopfloor.shops.queries import memberships, shop

WRONG_PER_ACCOUNT = 10
WRONG_PER_ADDRESS = 30  # a whole shop sits behind one address
WRONG_IN_ALL = 1000

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@operation
def create_user(email: str, password: str) -> User:
    """A user who can sign in once a shop has taken them in. Raises Invalid for the address or the password."""
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        raise Invalid("That is not an e-mail address.", "email")
    if queries.user_called(email):
        raise Invalid("Someone signs in with that address already.", "email")
    user = User(email=email, password_hash=passwords.hashed(password), active=True, created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    return user


def proven(email: str, password: str, *, address: str) -> Member:
    """The member that address and password belong to.

    Raises Slowed before it looks at the password when there were too many wrong ones, Invalid when they don't match.
    """
    account = f"password:{email.strip().lower()[:254]}"
    limits = {account: WRONG_PER_ACCOUNT, f"address:{address}": WRONG_PER_ADDRESS, "passwords": WRONG_IN_ALL}
    throttle.take(limits)
    user = queries.user_called(email)
    db.session.commit()  # hashing takes its time; no transaction waits for it
    right = passwords.is_right(password, user.password_hash if user else None)
    places = memberships(user.id) if user and right and user.active else []
    if not places:
        raise Invalid("That e-mail address and password don't belong together.")
    throttle.give_back(*limits)
    return places[0]


@operation
def sign_in(member: Member, *, device: str, address: str, instead_of: str | None = None) -> str:
    """Open a session on a device, in place of the one it had. Returns its token, which is nowhere kept."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    if instead_of:
        left = (Session.token_hash == hash_of(instead_of), Session.ended_at.is_(None))
        db.session.execute(update(Session).where(*left).values(ended_at=now))
    with in_shop(member.shop_id):
        db.session.add(
            Session(
                token_hash=hash_of(token),
                user_id=member.user_id,
                member_id=member.id,
                shop_id=member.shop_id,
                device=device[:120],
                address=address[:60],
                created_at=now,
                seen_at=now,
                expires_at=now + _rest(member),
            )
        )
        record(MemberSignedIn(device=device[:120]), about=member, by=member)
    return token


def _rest(member: Member) -> timedelta:
    at = shop()
    floor = Role(member.role) in FLOOR_ROLES
    return timedelta(days=at.floor_rest_days) if floor else timedelta(hours=at.desk_rest_hours)


@operation
def keep_alive(person: Identity) -> None:
    """Start the session's rest anew."""
    now = clock.now()
    again = update(Session).where(Session.id == person.session_id).values(seen_at=now, expires_at=now + person.rest)
    db.session.execute(again)


@operation
def sign_out(person: Identity) -> None:
    """End this device's session."""
    device = _end(person.session_id, person)
    record(MemberSignedOut(device=device), about=person, by=person)


@operation
def revoke_session(session_id: int, *, by: Identity) -> None:
    """End one of one's own sessions, from another device. Raises NotFound when it is not one's own."""
    device = _end(session_id, by)
    record(SessionRevoked(device=device), about=by, by=by)


def _end(session_id: int, person: Identity) -> str:
    mine = (Session.id == session_id, Session.user_id == person.user_id, Session.ended_at.is_(None))
    ended = update(Session).where(*mine).values(ended_at=clock.now()).returning(Session.device)
    with everywhere():
        device = db.session.execute(ended).scalar()
    if device is None:
        raise NotFound("That session has ended already.")
    return str(device)
