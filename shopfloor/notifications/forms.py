"""The choices of what to hear, and when not."""

from datetime import time

from wtforms import Form, SelectMultipleField, TimeField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from shopfloor.events import NewsKind
from shopfloor.notifications.models import NotificationPreference
from shopfloor.notifications.quiet import DAY


class ChoicesForm(Form):
    hear = SelectMultipleField("Tell me when", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    quiet_from = TimeField("From", validators=[Optional()])
    quiet_until = TimeField("Until", validators=[Optional()])

    @property
    def quiet(self) -> tuple[int, int] | None:
        """Quiet hours in minutes of the day, when both ends are given."""
        ends = (self.quiet_from.data, self.quiet_until.data)
        return (_minute(ends[0]), _minute(ends[1])) if all(end is not None for end in ends) else None

    @property
    def is_half(self) -> bool:
        """Quiet hours with one end."""
        return (self.quiet_from.data is None) != (self.quiet_until.data is None)


def choices_form(kinds: list[NewsKind], chosen: NotificationPreference, typed: object = None) -> ChoicesForm:
    """The form as it was sent, or as the choices are."""
    hear = [kind.code for kind in kinds if kind.code not in chosen.off]
    ends = {"quiet_from": _time(chosen.quiet_from), "quiet_until": _time(chosen.quiet_until)}
    form = ChoicesForm(typed) if typed is not None else ChoicesForm(hear=hear, **ends)
    form.hear.choices = [(kind.code, kind.words) for kind in kinds]
    return form


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int | None) -> time | None:
    return None if minute is None else time(minute % DAY // 60, minute % 60)
