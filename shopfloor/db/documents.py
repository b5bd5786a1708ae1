"""Dataclasses to and from the JSON of a `Document`. Numbers are written as text, so that no digit is lost; a field that
was not there yet when the JSON was written has its default."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from cattrs import Converter

T = TypeVar("T")

_converter = Converter(prefer_attrib_converters=False)
_converter.register_unstructure_hook(Decimal, str)
_converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
_converter.register_unstructure_hook(date, lambda value: value.isoformat())
_converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
_converter.register_unstructure_hook(datetime, lambda value: value.isoformat())
_converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))


def to_document(what: Any) -> Any:
    """A dataclass (of dataclasses, tuples, Decimals, dates) as what JSON can say."""
    return _converter.unstructure(what)


def from_document(kind: type[T], document: Any) -> T:
    """The dataclass again. What it does not know is left out."""
    return _converter.structure(document, kind)
