"""Forms about time. A moment is typed as the clock on the shop's wall shows it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from wtforms import Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import DateTimeLocalInput

from shopfloor.jobs.forms import NumberField
from shopfloor.kernel import clock, money, typed
from shopfloor.kernel.text import one_line
from shopfloor.timekeeping import lengths
from shopfloor.timekeeping.models import TimeEntry
from shopfloor.timekeeping.operations import NOTE_LENGTH, Change
from shopfloor.timekeeping.settings import TimeSettings

MOST = Decimal(24 * 60)
_ROUNDINGS = {0: "As it is", 5: "5 minutes", 6: "A tenth of an hour", 15: "A quarter of an hour"}


class LengthField(StringField):
    """How long something took. What was typed stays in the field, whatever it was; `minutes` is what it means."""

    minutes = Decimal(0)

    def pre_validate(self, _form: Form) -> None:
        if not (self.data or "").strip():
            return
        try:
            self.minutes = lengths.parse(self.data)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if not 0 < self.minutes <= MOST:
            raise ValidationError("More than nothing, and at most 24 hours.")


class WallField(StringField):
    """A moment on the shop's wall clock. One that is not touched stays what it was, to the second."""

    widget = DateTimeLocalInput()
    zone = "UTC"
    data: str | None

    def __init__(self, label: str, **kw: Any) -> None:
        super().__init__(label, **kw)
        self.moment: datetime | None = None
        self._was: datetime | None = None

    def starts_from(self, moment: datetime | None, zone: str) -> None:
        """Set what it shows at first."""
        self.zone, self._was = zone, moment
        if self.data is None:
            self.data = self._shown()

    def pre_validate(self, _form: Form) -> None:
        if not (self.data or "").strip():
            return
        if self.data == self._shown():
            self.moment = self._was
            return
        wall = _wall(self.data or "")
        if wall is None:
            raise ValidationError("Choose a day and a time, like 2026-11-23 16:10.")
        try:
            self.moment = clock.at_wall(wall, self.zone)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def _shown(self) -> str:
        return f"{clock.local(self._was, self.zone):%Y-%m-%dT%H:%M}" if self._was else ""


def _wall(said: str) -> datetime | None:
    try:
        wall = datetime.fromisoformat(said)
    except ValueError:
        return None
    return wall if wall.tzinfo is None and 2000 <= wall.year <= 2100 else None


def _note() -> StringField:
    too_long = Length(max=NOTE_LENGTH, message=f"At most {NOTE_LENGTH} characters; shorten it a little.")
    return StringField("Note", filters=[lambda text: one_line(text or "")], validators=[too_long])


class TimeForm(Form):
    """Work written down without a timer."""

    key = HiddenField()
    length = LengthField("How long?", validators=[InputRequired("Enter how long it took.")])
    started = WallField("Started")
    worker = SelectField("Who", coerce=int)
    note = _note()

    def offer(self, people: list[tuple[int, str]], me: int, zone: str) -> None:
        """Set whose time may be written down: `me` unless said."""
        self.worker.choices = [SelectChoice(id_, name) for id_, name in people]
        self.worker.data = self.worker.data or me
        self.started.starts_from(None, zone)


class CorrectionForm(Form):
    key = HiddenField()
    seen = HiddenField()
    started = WallField("Started")
    stopped = WallField("Stopped")
    note = _note()

    def starts_from(self, entry: TimeEntry, zone: str) -> None:
        """Show the entry as it is, as far as nothing else was typed."""
        self.started.starts_from(entry.started_at, zone)
        self.stopped.starts_from(entry.stopped_at, zone)
        if not self.note.raw_data:
            self.note.data = entry.note
        self.seen.data = self.seen.data or str(entry.edits)

    def change(self, entry: TimeEntry) -> Change:
        """What it says; call it on a valid form."""
        started = self.started.moment or entry.started_at
        return Change(started, self.stopped.moment, self.note.data or "", typed.count(self.seen.data))


class TimeSettingsForm(Form):
    version = HiddenField()
    round_to = RadioField(
        "Each entry counts to the nearest",
        coerce=int,
        default=0,
        choices=[SelectChoice(*choice) for choice in _ROUNDINGS.items()],
    )
    hourly = NumberField("What an hour of work costs the shop", largest=Decimal(10_000), least=Decimal(0), parse=money.parse)

    def chosen(self) -> TimeSettings:
        return TimeSettings(self.round_to.data, self.hourly.number)
