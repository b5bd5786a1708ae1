"""What happens to what we do and use."""

from shopfloor.events import kind


@kind("material.added", says="{actor} added {material}")
class MaterialAdded:
    pass
