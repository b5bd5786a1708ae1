"""A shop's own words with named fields in them: {customer} is replaced, and nothing else has a meaning."""

import re
from collections.abc import Collection, Mapping

_FIELD = re.compile(r"\{([^{}]*)\}")


def filled(words: str, fields: Mapping[str, str]) -> str:
    """The words with the fields' values in place of their names. A name that is none stays as it is typed."""
    return _FIELD.sub(lambda found: fields.get(found[1].strip(), found[0]), words)


def unknown_fields(words: str, known: Collection[str]) -> list[str]:
    """The names in braces that are no field, for a sentence beside the text."""
    return sorted({found.strip() for found in _FIELD.findall(words)} - set(known))
