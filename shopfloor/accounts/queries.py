"""Users and sessions, looked up."""

from sqlalchemy import func, select

from shopfloor.accounts.models import Session, User
from shopfloor.db import db
from shopfloor.kernel import clock


def user_called(email: str) -> User | None:
    """The user with that address, in any letter case."""
    return db.session.scalars(select(User).where(User.email == email.strip().lower())).first()


def open_sessions(user_id: int) -> list[Session]:
    """Where a user is signed in now, newest use first."""
    where = (Session.user_id == user_id, Session.ended_at.is_(None), Session.expires_at > clock.now())
    return list(db.session.scalars(select(Session).where(*where).order_by(Session.seen_at.desc())))


def has_users() -> bool:
    return bool(db.session.execute(select(func.count()).select_from(User)).scalar())
