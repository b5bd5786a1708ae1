"""Fields that several forms are made of."""

from decimal import Decimal
from typing import Any

from wtforms import Form, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shopfloor.kernel import quantity
from shopfloor.kernel.text import clean, one_line


class Checkboxes(SelectMultipleField):
    """A list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NumberField(StringField):
    """A number as people type it. What they typed stays in the field, whatever it was.

    `within` is said, where there is one, of a number below `least` or above `largest`.
    """

    def __init__(
        self, label: str, *, largest: Decimal, least: Decimal, parse: Any = quantity.parse, within: str = "", **kw: Any
    ) -> None:
        super().__init__(label, **kw)
        self._largest, self._least, self._parse, self._within = largest, least, parse, within

    @property
    def number(self) -> Decimal | None:
        """What was typed, where it is a number that may be; None else, and for nothing."""
        try:
            number: Decimal | None = self._parse(self.data) if (self.data or "").strip() else None
        except ValueError:
            return None
        return number if number is not None and self._least <= number <= self._largest else None

    def show(self, number: Decimal | None) -> None:
        self.data = "" if number is None else quantity.words(number)

    def pre_validate(self, _form: Form) -> None:
        if not (self.data or "").strip():
            return
        try:
            number = self._parse(self.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if number < self._least:
            raise ValidationError(self._within or f"At least {self._least.normalize():f}.")
        if number > self._largest:
            raise ValidationError(self._within or f"At most {self._largest:,}.")


def line(text: str | None) -> str:
    return one_line(text or "")


def block(text: str | None) -> str:
    return clean(text or "")


def at_most(length: int) -> Length:
    return Length(max=length, message=f"At most {length:,} characters; shorten it a little.")
