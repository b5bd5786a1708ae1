"""The intake form: a count and chips for each item of the job, the trade's questions, the place, the signature."""

from decimal import Decimal
from functools import cache
from typing import Any

from wtforms import Field, FieldList, Form, FormField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from shopfloor.intake.record import Counted, Fact, TakenIn
from shopfloor.jobs.forms import MAX_ITEMS, Checkboxes, NumberField
from shopfloor.jobs.models import JobItem
from shopfloor.kernel import quantity
from shopfloor.kernel.errors import Invalid
from shopfloor.kernel.text import clean, one_line
from shopfloor.workflow.trades import FactSeed, TakeInSeed

MOST_PIECES = Decimal(100_000)
MOST_TAGS = 9999
_FACT = "fact_"


def _line(text: str | None) -> str:
    return one_line(text or "")


def _words(label: str, most: int) -> StringField:
    shorter = Length(max=most, message=f"At most {most} characters; the rest fits in the notes.")
    return StringField(label, filters=[_line], validators=[shorter])


class CountForm(Form):
    item_id = HiddenField()
    actual = NumberField(
        "Arrived", largest=MOST_PIECES, least=Decimal(0), validators=[InputRequired("Count the pieces and enter how many.")]
    )
    conditions = Checkboxes("Condition", validate_choice=True)
    note = _words("Notes on its condition", 300)


class IntakeForm(Form):
    key = HiddenField()
    seen = HiddenField(default="0")
    on_their_way = HiddenField(default="0")
    items = FieldList(FormField(CountForm), max_entries=MAX_ITEMS)
    location = _words("Storage location", 60)
    tags = IntegerField(
        "Tags tied on",
        validators=[Optional(), NumberRange(0, MOST_TAGS, message=f"A number from 0 to {MOST_TAGS}.")],
    )
    delivered_by = _words("Delivered by", 80)
    notes = TextAreaField(
        "Notes", filters=[lambda text: clean(text or "")], validators=[Length(max=2000, message="At most 2,000 characters.")]
    )
    customer_name = _words("Name of who signs", 80)
    signature = HiddenField()
    unattended = _words("Left unattended: why did nobody sign?", 120)

    def offer(self, items: list[JobItem], seed: TakeInSeed) -> None:
        """Make the form ask about these items."""
        self._fit(self["items"], len(items))
        for entry, item in zip(self["items"], items, strict=True):
            entry.form.conditions.choices = [SelectChoice(words) for words in (*seed.conditions, *seed.damages)]
            entry.form.item_id.data = entry.form.item_id.data or str(item.id)
            entry.form.conditions.data = entry.form.conditions.data or []

    @property
    def facts(self) -> list[Field]:
        """What the trade asks."""
        return [field for field in self if field.name.startswith(_FACT)]

    @staticmethod
    def _fit(entries: FieldList, count: int) -> None:
        while len(entries) < count:
            entries.append_entry()
        while len(entries) > count:
            entries.pop_entry()

    def fill(self, taken: TakenIn) -> None:
        """Show what was written down before."""
        by_item = {counted.item_id: counted for counted in taken.items}
        for entry in self["items"]:
            if counted := by_item.get(int(entry.form.item_id.data)):
                entry.form.actual.data = quantity.words(counted.actual)
                entry.form.conditions.data = list(counted.conditions)
                entry.form.note.data = counted.note
        answers = {fact.label: fact.answer for fact in taken.facts}
        for field in self.facts:
            field.data = answers.get(field.label.text, "")
        for name in ("location", "tags", "delivered_by", "notes", "customer_name", "signature", "unattended"):
            self[name].data = getattr(taken, name)

    def taken(self, items: list[JobItem]) -> TakenIn:
        """What a valid form says. Raises Invalid when the job's items are not the ones it was drawn for."""
        by_item = {entry.form.item_id.data: entry.form for entry in self["items"]}
        if by_item.keys() != {str(item.id) for item in items}:
            raise Invalid("The items of this job have changed meanwhile. Open the intake anew and count again.")
        return TakenIn(
            items=tuple(_counted(item, by_item[str(item.id)]) for item in items),
            facts=tuple(Fact(field.label.text, field.data) for field in self.facts if field.data),
            location=self.location.data,
            tags=self.tags.data,
            delivered_by=self.delivered_by.data,
            notes=self.notes.data,
            customer_name=self.customer_name.data,
            signature=self.signature.data or "",
            unattended=self.unattended.data,
        )


@cache
def form_for(seed: TakeInSeed) -> type[IntakeForm]:
    """The form with a field for each thing that the trade asks."""
    return type("IntakeForm", (IntakeForm,), {f"{_FACT}{fact.code}": _asked(fact) for fact in seed.facts})


def _asked(fact: FactSeed) -> Any:
    if not fact.options:
        return _words(fact.label, 120)
    return RadioField(fact.label, choices=[SelectChoice(words) for words in fact.options], validators=[Optional()])


def _counted(item: JobItem, form: CountForm) -> Counted:
    actual = form.actual.number
    assert actual is not None, "a valid form has its counts"
    return Counted(item.id, item.description, item.quantity, actual, tuple(form.conditions.data), form.note.data)
