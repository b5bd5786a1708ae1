"""The form behind a powder's code."""

from decimal import Decimal

from wtforms import Form, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from shopfloor.jobs.forms import NumberField
from shopfloor.kernel.text import one_line

UNITS = [SelectChoice(unit) for unit in ("lb", "oz", "kg", "g")]


class LogForm(Form):
    key = HiddenField()
    quantity = NumberField(
        "How much was used?", largest=Decimal(100_000), least=Decimal("0.001"),
        validators=[InputRequired("Enter how much was used.")],
    )  # fmt: skip
    unit = SelectField("Unit", choices=UNITS, default="lb")
    note = StringField("Note", filters=[lambda text: one_line(text or "")], validators=[Length(max=200)])
