"""The form of a document's look."""

from dataclasses import replace
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ColorInput, ListWidget

from shopfloor.kernel.text import clean, one_line
from shopfloor.paper.look import (
    COMPANY,
    CUSTOMER,
    FONT_POINTS,
    LONGEST_TERMS,
    MOST_BLANK_ROWS,
    PAPERS,
    PLACES,
    SIZES,
    Column,
    PaperLook,
)

MOST_SIGNATURES = 4
LONGEST_LABEL = 40


def _line(text: str | None) -> str:
    return one_line(text or "")


def _block(text: str | None) -> str:
    return clean(text or "")


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(*pair) for pair in words.items()]


def _at_most(length: int) -> Length:
    return Length(max=length, message=f"At most {length:,} characters; shorten it a little.")


def _between(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, message=f"Between {least} and {most}.")


class Boxes(SelectMultipleField):
    """A list of check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ColumnForm(Form):
    code = HiddenField()
    shown = BooleanField("Print")
    label = StringField("Heading", filters=[_line], validators=[_at_most(LONGEST_LABEL)])


class LookForm(Form):
    """The fields are called as in `PaperLook`; `signatures` is typed a line each."""

    seen = HiddenField()
    title = StringField("Title", filters=[_line], validators=[DataRequired("A document needs a title."), _at_most(60)])
    accent = StringField(
        "Accent color", widget=ColorInput(), filters=[_line],
        validators=[Regexp("^#[0-9A-Fa-f]{6}$", message="That is no color. Write it like #1f3a4d.")],
    )  # fmt: skip
    logo = BooleanField("Print the logo")
    logo_size = SelectField("Size of the logo", choices=_choices(SIZES))
    logo_place = SelectField("Place of the logo", choices=_choices(PLACES))
    company = Boxes("Of the company", choices=_choices(COMPANY))
    customer = Boxes("Of the customer", choices=_choices(CUSTOMER))
    columns = FieldList(FormField(ColumnForm), max_entries=12)
    blank_rows = IntegerField("Blank rows", validators=[InputRequired("How many?"), _between(1, MOST_BLANK_ROWS)])
    condition = BooleanField("Boxes for the condition things came in")
    prep = BooleanField("Boxes for prep")
    terms = TextAreaField("Terms", filters=[_block], validators=[_at_most(LONGEST_TERMS)])
    signatures = TextAreaField("Lines to sign", filters=[_block])
    footer = StringField("Footer", filters=[_line], validators=[_at_most(200)])
    paper = SelectField("Paper", choices=_choices(PAPERS))
    font_points = IntegerField("Font size, points", validators=[InputRequired("How large?"), _between(*FONT_POINTS)])
    codes = BooleanField("QR codes on the filled order")
    filled_terms = BooleanField("Terms on the filled order, too")

    def validate_signatures(self, field: Any) -> None:
        lines = _lines(field.data)
        if len(lines) > MOST_SIGNATURES or any(len(line) > LONGEST_LABEL for line in lines):
            raise ValidationError(f"At most {MOST_SIGNATURES} lines of {LONGEST_LABEL} characters.")

    def look(self, usual: PaperLook) -> PaperLook:
        """The look as it was entered, of the kind of `usual`; call it on a valid form. Unknown columns are left out."""
        plain = {name: field.data for name, field in self._fields.items() if name not in {"seen", "columns", "signatures"}}
        plain |= {"company": tuple(plain["company"]), "customer": tuple(plain["customer"])}
        return replace(usual, columns=self._columns(usual), signatures=tuple(_lines(self.signatures.data)), **plain)

    def _columns(self, usual: PaperLook) -> tuple[Column, ...]:
        typed = {entry.form.code.data: entry.form for entry in self.columns}
        return tuple(
            Column(column.code, typed[column.code].label.data or column.label, typed[column.code].shown.data)
            if column.code in typed
            else column
            for column in usual.columns
        )


def look_form(look: PaperLook, seen: int) -> LookForm:
    """The form, filled with that look."""
    columns = [{"code": column.code, "shown": column.shown, "label": column.label} for column in look.columns]
    plain = {name: getattr(look, name) for name in PaperLook.__slots__ if name not in {"columns", "signatures"}}
    return LookForm(seen=seen, columns=columns, signatures="\n".join(look.signatures), **plain)


def _lines(text: str | None) -> list[str]:
    return [one_line(line) for line in (text or "").splitlines() if one_line(line)]
