"""The person this request is from."""

from typing import cast

from flask_login import current_user

from shopfloor.accounts.identity import Identity


def me() -> Identity:
    """Whoever is signed in; call it behind a door that lets in nobody else."""
    return cast(Identity, current_user._get_current_object())
