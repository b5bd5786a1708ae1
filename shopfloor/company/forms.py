"""The forms of the company's pages."""

import re
from datetime import time
from typing import Any

from wtforms import Form, HiddenField, IntegerField, RadioField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from shopfloor.company.queries import Company
from shopfloor.company.sections import RANKS, DueDays, WorkingHours
from shopfloor.kernel.text import clean, one_line

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _line(text: str | None) -> str:
    return one_line(text or "")


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"At most {length:,} characters; shorten it a little.")


class CompanyForm(Form):
    seen = HiddenField()
    name = StringField("Name", filters=[_line], validators=[DataRequired("A shop needs a name."), _at_most(120)])
    address = TextAreaField("Address", filters=[lambda text: clean(text or "")], validators=[_at_most(300)])
    phone = StringField("Phone", filters=[_line], validators=[_at_most(40)])
    email = StringField(
        "E-mail", filters=[_line],
        validators=[Optional(), _at_most(254), Regexp(_MAIL, message="That is no e-mail address. Write it like you@shop.com.")],
    )  # fmt: skip
    website = StringField("Website", filters=[_line], validators=[_at_most(200)])
    paper = RadioField(
        "Paper", choices=[SelectChoice("us-letter", "Letter"), SelectChoice("a4", "A4")], default="us-letter",
        validators=[InputRequired("Choose Letter or A4.")],
    )  # fmt: skip

    def company(self) -> Company:
        """The company as it was entered; call it on a valid form."""
        fields = ("name", "address", "phone", "email", "website", "paper")
        return Company(**{name: self[name].data or "" for name in fields})


class Weekdays(SelectMultipleField):
    """A list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _days_until_due(words: str) -> IntegerField:
    between = NumberRange(0, 365, message="Between 0 and 365 working days.")
    return IntegerField(words, validators=[InputRequired("Say how many working days."), between])


class HoursForm(Form):
    """Working hours and due dates; the fields for priorities are called as in `DueDays`."""

    seen = HiddenField()
    days = Weekdays("Working days", coerce=int, choices=[SelectChoice(i, day) for i, day in enumerate(DAYS)])
    opens = TimeField("From", validators=[InputRequired("Enter a time like 08:00.")])
    closes = TimeField("Until", validators=[InputRequired("Enter a time like 17:00.")])
    rank_5 = _days_until_due("Rush, critical")
    rank_4 = _days_until_due("Urgent")
    rank_3 = _days_until_due("High")
    rank_2 = _days_until_due("Normal")
    rank_1 = _days_until_due("Low")

    def validate_closes(self, field: Any) -> None:
        if self.opens.data and field.data and field.data <= self.opens.data:
            raise ValidationError("The day must end after it begins.")

    def hours(self) -> WorkingHours:
        return WorkingHours(tuple(sorted(self.days.data)), _minutes(self.opens.data), _minutes(self.closes.data))

    def due_days(self) -> DueDays:
        return DueDays(**{f"rank_{rank}": self[f"rank_{rank}"].data for rank in RANKS})


def hours_form(hours: WorkingHours, due: DueDays, seen: str) -> HoursForm:
    """The form, filled with what holds."""
    ranks = {f"rank_{rank}": due.of(rank) for rank in RANKS}
    return HoursForm(seen=seen, days=list(hours.days), opens=_time(hours.opens), closes=_time(hours.closes), **ranks)


def _minutes(of: time) -> int:
    return of.hour * 60 + of.minute


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
