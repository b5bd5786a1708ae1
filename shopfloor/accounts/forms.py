"""The sign-in form."""

from wtforms import Form, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(Form):
    email = StringField("E-mail", validators=[InputRequired("Enter your e-mail address."), Length(max=254)])
    password = PasswordField("Password", validators=[InputRequired("Enter your password."), Length(max=128)])
    next = HiddenField()
