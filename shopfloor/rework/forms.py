"""Forms about rework."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from shopfloor.jobs.cards import Card
from shopfloor.jobs.item_forms import LARGEST_QUANTITY
from shopfloor.jobs.models import Job
from shopfloor.kernel import typed
from shopfloor.kernel.text import clean, one_line
from shopfloor.rework.models import Rework
from shopfloor.rework.operations import LONGEST, Disposition, Ending, NewRework, Responsibility
from shopfloor.web.fields import NumberField
from shopfloor.workflow.kinds import StatusKind

_LEAST, _MOST_MINUTES = Decimal("0.001"), Decimal(100_000)


def _line(text: str | None) -> str:
    return one_line(text or "")


def _block(text: str | None) -> str:
    return clean(text or "")


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"At most {length:,} characters; shorten it a little.")


class CostForm(Form):
    """What both ends of a rework ask for."""

    key = HiddenField()
    disposition = SelectField("What is done with the pieces", choices=[SelectChoice(one.value) for one in Disposition])
    extra_minutes = NumberField("Extra minutes", largest=_MOST_MINUTES, least=_LEAST)
    extra_material = StringField("Extra material", filters=[_line], validators=[_at_most(200)])
    billable = BooleanField("The customer pays for it")


class ReworkForm(CostForm):
    step = HiddenField()
    kind = SelectField("What is done again")
    reason = SelectField("Why", validators=[InputRequired("Choose what is wrong.")])
    item = SelectField("Item", coerce=int)
    material = SelectField("Powder", coerce=int)
    quantity = NumberField(
        "How many pieces", largest=LARGEST_QUANTITY, least=_LEAST, default="1", validators=[InputRequired("How many?")]
    )
    responsibility = SelectField("Whose doing", choices=[SelectChoice(one.value) for one in Responsibility])
    note = TextAreaField("Note", filters=[_block], validators=[_at_most(LONGEST)])
    send_to = SelectField("Send the job back to", coerce=int)

    def offer(self, job: Job, card: Card) -> None:
        """Set what can be chosen: the trade's lists, the job's items and powders, the statuses of its route."""
        trade = card.setting.trade
        self.kind.choices = [SelectChoice(kind) for kind in trade.rework.kinds]
        self.reason.choices = [SelectChoice("", "Choose one"), *(SelectChoice(reason) for reason in trade.rework.reasons)]
        items = [SelectChoice(item.id, item.description) for item in job.items]
        self.item.choices = items if len(items) == 1 else [SelectChoice(0, "The whole job"), *items]
        powders = {coat.material.id: coat.material.label for item in job.items for coat in item.coats}
        self.material.choices = [SelectChoice(0, "None of them"), *(SelectChoice(*powder) for powder in powders.items())]
        aside = {StatusKind.HOLD, StatusKind.CANCELLED}
        settable = [s for s in card.setting.workflow.of(card.kind) if s.kind not in aside and s.id != card.status.id]
        self.send_to.choices = [SelectChoice(0, "It stays where it is"), *(SelectChoice(s.id, s.label) for s in settable)]

    def starts_from(self, job: Job, card: Card) -> None:
        """What is likely: the first item, all of it, and its only powder."""
        powders = {coat.material.id for item in job.items for coat in item.coats}
        self.material.data = next(iter(powders)) if len(powders) == 1 else 0
        self.step.data = str(card.step)

    def rework(self, job: Job, *, may_send: bool) -> NewRework:
        """What was entered; call it on a valid form."""
        return NewRework(
            kind=self.kind.data,
            reason=self.reason.data,
            quantity=self.quantity.number or Decimal(1),
            item=next((item for item in job.items if item.id == self.item.data), None),
            material_id=self.material.data or None,
            responsibility=self.responsibility.data,
            disposition=self.disposition.data,
            note=self.note.data,
            extra_minutes=self.extra_minutes.number,
            extra_material=self.extra_material.data,
            billable=self.billable.data,
            send_to=self.send_to.data or None if may_send else None,
            step=typed.count(self.step.data),
        )


class EndingForm(CostForm):
    resolution = TextAreaField(
        "What became of it", filters=[_block], validators=[InputRequired("Write it in a few words."), _at_most(LONGEST)]
    )

    def starts_from(self, row: Rework) -> None:
        """What the record says already."""
        self.disposition.data, self.billable.data = row.disposition, row.billable
        self.extra_minutes.data = f"{row.extra_minutes.normalize():f}" if row.extra_minutes else ""
        self.extra_material.data = row.extra_material

    def ending(self) -> Ending:
        minutes, material = self.extra_minutes.number, self.extra_material.data
        return Ending(self.resolution.data, self.disposition.data, minutes, material, self.billable.data)


def field_of(form: Any, error_field: str | None) -> Any:
    """The form's field a refusal belongs beside."""
    return form[error_field if error_field in form else "quantity"]
