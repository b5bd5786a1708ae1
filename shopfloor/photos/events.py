"""What happens to photos: the history of their job tells it."""

from shopfloor.events import kind


@kind("job.photo_added", says="{actor} added a photo to {job}: {kind}")
class PhotoAdded:
    kind: str


@kind("job.photo_retyped", says="{actor} called a photo of {job} {now} instead of {was}")
class PhotoRetyped:
    was: str
    now: str


@kind("job.photo_archived", says="{actor} took a photo off {job} ({kind}): {reason}")
class PhotoArchived:
    kind: str
    reason: str
