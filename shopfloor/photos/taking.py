"""A photo on its way from a request's file to the job: looked at, developed, kept, hung on it."""

from collections.abc import Callable
from typing import IO

from shopfloor.kernel.tap import Tap
from shopfloor.photos.models import Photo
from shopfloor.photos.operations import add_photo, is_wanted
from shopfloor.pictures import store
from shopfloor.pictures.darkroom import develop
from shopfloor.shops.person import Person

Hang = Callable[..., Photo | None]


def take(number: str, kind: str, file: IO[bytes], *, by: Person, tap: Tap, hang: Hang = add_photo) -> Photo | None:
    """The photo, hung on the job by the operation `hang`; None when it was here before.

    Raises NotFound, Invalid for what is no picture, Unavailable.
    """
    if not is_wanted(number, kind, by=by, tap=tap):
        return None
    picture = develop(file)
    name = store.keep(picture)
    made = None
    try:
        made = hang(number, kind, name, (picture.width, picture.height), by=by, tap=tap)
    finally:
        if made is None:
            store.discard(name)
    return made
