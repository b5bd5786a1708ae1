"""The sign-in form."""

from wtforms import Form, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from shopfloor.kernel.text import one_line


class SignInForm(Form):
    email = StringField(
        "E-mail",
        filters=[lambda text: one_line(text or "")],
        validators=[InputRequired("Enter your e-mail address."), Length(max=254)],
    )
    password = PasswordField("Password", validators=[InputRequired("Enter your password."), Length(max=128)])
    next = HiddenField()
