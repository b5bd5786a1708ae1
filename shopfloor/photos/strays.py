"""Pictures that nobody speaks of: of a request that broke off, of a form never saved, of a product that has another now."""

from datetime import timedelta
from pathlib import Path

from shopfloor.catalog.queries import picture_names
from shopfloor.db import db
from shopfloor.kernel import clock
from shopfloor.photos.queries import photo_names
from shopfloor.pictures import store

LEFT_ALONE = timedelta(days=1)
"""So long a file may wait for its row: a form is open, a transaction under way, a clock a little off."""


def stray_pictures() -> list[Path]:
    """The files of the shop in scope that the next sweep takes."""
    return store.strays(_in_use, clock.now() - LEFT_ALONE)


def sweep_pictures() -> int:
    """Remove them, and say how many files that were."""
    return store.sweep(_in_use, clock.now() - LEFT_ALONE)


def _in_use() -> set[str]:
    """Whatever keeps pictures is asked here. In a transaction of its own: an open one may still see another shop."""
    db.session.rollback()
    named = photo_names() | picture_names()
    db.session.rollback()
    return named
