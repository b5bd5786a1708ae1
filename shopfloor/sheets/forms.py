"""What labels are wanted."""

from collections.abc import Sequence
from typing import Any

from wtforms import FieldList, Form, FormField, HiddenField, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from shopfloor.jobs.models import JobItem
from shopfloor.sheets.labels import MEDIA, MOST
from shopfloor.sheets.models import Purpose

_OPENS = {Purpose.VIEW.value: "Opens the job", Purpose.BUMP.value: "Moves the job to its next stage"}


def _counted(label: str) -> IntegerField:
    how_many = NumberRange(0, MOST, message=f"Between 0 and {MOST}.")
    return IntegerField(label, default=0, validators=[InputRequired("How many? 0 for none."), how_many])


class CountForm(Form):
    item_id = HiddenField()
    count = _counted("Labels")


class LabelForm(Form):
    items = FieldList(FormField(CountForm), max_entries=MOST)
    boxes = _counted("Labels for boxes")
    medium = SelectField("Print on", choices=[SelectChoice(code, medium.name) for code, medium in MEDIA.items()])
    opens = SelectField("Their code", choices=[SelectChoice(*pair) for pair in _OPENS.items()])

    @property
    def counts(self) -> dict[int, int]:
        """By the item's id. What is no id is left out."""
        typed = {entry.form.item_id.data or "": entry.form.count.data or 0 for entry in self["items"]}
        return {int(id_): count for id_, count in typed.items() if id_.isascii() and id_.isdecimal() and len(id_) < 10}

    def validate_boxes(self, field: Any) -> None:
        """All together."""
        wanted = sum(self.counts.values()) + (field.data or 0)
        if not wanted:
            raise ValidationError("Say how many labels you want, for the items above or for boxes.")
        if wanted > MOST:
            raise ValidationError(f"{wanted} labels are too many for one print: at most {MOST}.")


def label_form(items: Sequence[JobItem]) -> LabelForm:
    """One for each item; for boxes, where there are no items."""
    return LabelForm(items=[{"item_id": str(item.id), "count": 1} for item in items], boxes=0 if items else 1)
