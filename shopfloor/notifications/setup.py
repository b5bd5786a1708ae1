"""Whether and how this install can push: its keys, from the settings it was started with."""

import logging
from functools import cached_property
from pathlib import Path

from flask import Flask, current_app

from shopfloor.config import Config
from shopfloor.notifications.channels.push import Push
from shopfloor.notifications.keys import Keys, keys_in

log = logging.getLogger(__name__)


class PushSettings:
    """Where the keys are, who we are by them, where pushes lead. `subject` is None where a push service would not know us."""

    def __init__(self, folder: Path, subject: str | None, *, base: str, loopback: bool) -> None:
        self.subject, self.base, self.loopback = subject, base, loopback
        self._folder = folder

    @cached_property
    def keys(self) -> Keys | None:
        """Our keys, made when they are first asked for; None when this install can't push."""
        if self.subject is None:
            return None
        try:
            return keys_in(self._folder, self.subject)
        except (OSError, ValueError) as error:
            log.error("No notifications: the key for them can't be read or made in %s (%s).", self._folder, error)
            return None

    @property
    def channel(self) -> Push | None:
        """What sends, or None."""
        return Push(self.keys, loopback=self.loopback) if self.keys else None

    @property
    def words(self) -> str:
        """For `shopfloor doctor`."""
        if self.subject is None:
            return "off: set SHOPFLOOR_CONTACT to an e-mail address (mailto:you@example.com) that push services may write to"
        return f"can work, as {self.subject}" if self.keys else f"off: its key in {self._folder} can't be read or made"


def init_app(app: Flask, config: Config) -> None:
    app.extensions["push"] = PushSettings(
        config.data_folder, config.push_subject, base=config.public_url, loopback=config.push_on_loopback
    )


def push_settings() -> PushSettings:
    """Of the app at work."""
    settings: PushSettings = current_app.extensions["push"]
    return settings
