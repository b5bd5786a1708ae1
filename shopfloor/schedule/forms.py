"""The forms of the calendar and of the ovens."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, Form, HiddenField, IntegerField, SelectField, StringField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from shopfloor.kernel.text import one_line
from shopfloor.schedule.models import Oven
from shopfloor.schedule.operations import Wanted
from shopfloor.schedule.operations.ovens import MOST_AT_ONCE
from shopfloor.schedule.operations.slots import SHORTEST
from shopfloor.schedule.times import LONGEST
from shopfloor.shops.models import Member


def _line(text: str | None) -> str:
    return one_line(text or "")


class SlotForm(Form):
    """`seen` is the version of the slot that the page showed, 0 for none; `back` the calendar one came from."""

    key = HiddenField()
    seen = HiddenField(default="0")
    back = HiddenField()
    on = DateField("Date", validators=[InputRequired("Choose a day.")])
    time = TimeField("Starts at", validators=[Optional()])
    minutes = IntegerField(
        "Minutes", default=60,
        validators=[
            InputRequired("How long does it take?"),
            NumberRange(SHORTEST, LONGEST, message=f"Between {SHORTEST} and {LONGEST:,} minutes."),
        ],
    )  # fmt: skip
    worker = SelectField("Who", coerce=int, default=0)
    oven = SelectField("Oven", coerce=int, default=0)

    def offer(self, workers: Sequence[Member], ovens: Sequence[Oven]) -> None:
        """Set what can be chosen."""
        self._workers, self._ovens = {one.id: one for one in workers}, {one.id: one for one in ovens}
        self.worker.choices = [SelectChoice(0, "Nobody yet"), *(SelectChoice(one.id, one.name) for one in workers)]
        self.oven.choices = [SelectChoice(0, "No oven"), *(SelectChoice(one.id, one.name) for one in ovens)]

    def wanted(self) -> Wanted:
        """The slot as it was entered; call it on a valid form."""
        worker, oven = self._workers.get(self.worker.data), self._ovens.get(self.oven.data)
        return Wanted(self.on.data, self.time.data, self.minutes.data, worker, oven)


class OvenForm(Form):
    name = StringField("Name", filters=[_line], validators=[DataRequired("What is the oven called?"), Length(max=60)])
    size = StringField("Size", filters=[_line], validators=[Length(max=60)])
    capacity = IntegerField(
        "Jobs at once", default=1,
        validators=[InputRequired("How many?"), NumberRange(1, MOST_AT_ONCE, message=f"Between 1 and {MOST_AT_ONCE}.")],
    )  # fmt: skip

    def fields(self) -> dict[str, Any]:
        return {"name": self.name.data, "size": self.size.data, "capacity": self.capacity.data}
