"""The job form. Plain HTML: an item is added or dropped by a button of the form, so it works on any device."""

from collections.abc import Sequence

from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError

from shopfloor.customers.forms import CustomerChoice
from shopfloor.jobs.choices import Choices
from shopfloor.jobs.item_forms import EFFICIENCIES, ItemForm
from shopfloor.shops.models import Member
from shopfloor.web.fields import Checkboxes, NumberField, at_most, block, line
from shopfloor.workflow.trades import NORMAL, Trade

__all__ = ["Checkboxes", "ItemForm", "JobForm", "NumberField"]

MAX_ITEMS = 40


class JobForm(CustomerChoice):
    key = HiddenField()
    seen = HiddenField()
    kind = SelectField("Kind of work")
    description = StringField(
        "Description", filters=[line], validators=[DataRequired("Say in a few words what the job is."), at_most(200)]
    )
    priority = RadioField("Priority", coerce=int, default=NORMAL)
    due_on = DateField("Due", validators=[Optional()])
    scheduled_on = DateField("Scheduled", validators=[Optional()])
    workers = Checkboxes("Assigned to", coerce=int)
    location = StringField("Location", filters=[line], validators=[at_most(60)])
    customer_po = StringField("Customer PO", filters=[line], validators=[at_most(60)])
    instructions = TextAreaField("Special instructions", filters=[block], validators=[at_most(4000)])
    approved = BooleanField("Work may start without a quote")
    items = FieldList(FormField(ItemForm), min_entries=1, max_entries=MAX_ITEMS)

    choices: Choices
    uses_coats = False
    efficiencies_known = EFFICIENCIES

    def offer(self, trade: Trade, members: Sequence[Member], choices: Choices) -> None:
        """Set what can be chosen, and the trade's words."""
        self.choices, self.uses_coats = choices, trade.uses_coats
        self.kind.choices = [SelectChoice(kind.code, kind.label) for kind in trade.kinds]
        self.priority.choices = [SelectChoice(priority.rank, priority.label) for priority in trade.priorities]
        self.workers.choices = [SelectChoice(member.id, member.name) for member in members]
        self.location.label.text = trade.words["location"]
        for entry in self.items:
            entry.form.offer(choices)

    def validate_due_on(self, field: Field) -> None:
        _in_this_century(field)

    def validate_scheduled_on(self, field: Field) -> None:
        _in_this_century(field)


def _in_this_century(field: Field) -> None:
    if field.data and not 2000 <= field.data.year <= 2100:
        raise ValidationError("Choose a date between 2000 and 2100.")
