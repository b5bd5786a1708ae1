"""What a shop chooses about its e-mail."""

from typing import Any

from wtforms import Field, Form, HiddenField, IntegerField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from shopfloor.kernel.text import clean, one_line
from shopfloor.mail.addresses import address
from shopfloor.mail.settings import SenderSettings
from shopfloor.mail.wording import unknown_fields
from shopfloor.status_mail.settings import FIELDS, StatusMailSettings, Wording

LONGEST_WAIT = 3600  # seconds


def _line(text: str | None) -> str:
    return one_line(text or "")


def _lines(text: str | None) -> str:
    return clean(text or "")


def _is_address(_form: Form, field: Field) -> None:
    if field.data and address(field.data) is None:
        raise ValidationError("That is no e-mail address. It looks like desk@example.com.")


def _knows_its_fields(_form: Form, field: Field) -> None:
    if unknown := unknown_fields(field.data or "", FIELDS):
        names = ", ".join(f"{{{name}}}" for name in unknown)
        raise ValidationError(f"{names} stands for nothing. Use the names listed above.")


def _subject(label: str) -> StringField:
    needed = DataRequired("An e-mail needs a subject.")
    return StringField(label, filters=[_line], validators=[needed, Length(max=200), _knows_its_fields])


def _text(label: str) -> TextAreaField:
    needed = DataRequired("Write what the e-mail is to say.")
    return TextAreaField(label, filters=[_lines], validators=[needed, Length(max=4000), _knows_its_fields])


class SenderForm(Form):
    seen = HiddenField(id="sender-seen")
    sender = StringField("Sender's name", filters=[_line], validators=[Length(max=80)])
    reply_to = StringField("Answers go to", filters=[_line], validators=[Length(max=254), _is_address])
    signature = TextAreaField("Signature", filters=[_lines], validators=[Length(max=600)])

    @property
    def chosen(self) -> SenderSettings:
        return SenderSettings(self.sender.data, address(self.reply_to.data) or "", self.signature.data)


class StatusMailForm(Form):
    seen = HiddenField(id="status-seen")
    statuses = SelectMultipleField(
        "Tell the customer by itself when a job comes to", coerce=int, widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(), validate_choice=True,
    )  # fmt: skip
    wait_seconds = IntegerField(
        "Seconds to wait before it goes out",
        validators=[InputRequired("Enter a number of seconds."), NumberRange(0, LONGEST_WAIT, "Enter 0 to 3600 seconds.")],
    )
    ready_subject = _subject("Subject")
    ready_text = _text("Text")
    other_subject = _subject("Subject")
    other_text = _text("Text")

    @property
    def chosen(self) -> StatusMailSettings:
        return StatusMailSettings(
            Wording(self.ready_subject.data, self.ready_text.data),
            Wording(self.other_subject.data, self.other_text.data),
            tuple(sorted(self.statuses.data or ())),
            self.wait_seconds.data,
        )


def sender_form(chosen: SenderSettings, version: int, typed: Any = None) -> SenderForm:
    """The form as it was sent, or as the choices are."""
    if typed is not None:
        return SenderForm(typed)
    return SenderForm(seen=str(version), sender=chosen.sender, reply_to=chosen.reply_to, signature=chosen.signature)


def status_form(chosen: StatusMailSettings, stands: list[Any], version: int, typed: Any = None) -> StatusMailForm:
    """The same; `stands` are the statuses there are to choose from."""
    form = (
        StatusMailForm(typed)
        if typed is not None
        else StatusMailForm(
            seen=str(version),
            statuses=[stand.id for stand in stands if chosen.tells_of(stand)],
            wait_seconds=chosen.wait_seconds,
            ready_subject=chosen.ready.subject,
            ready_text=chosen.ready.text,
            other_subject=chosen.other.subject,
            other_text=chosen.other.text,
        )
    )
    form.statuses.choices = [(stand.id, stand.label) for stand in stands]
    return form
