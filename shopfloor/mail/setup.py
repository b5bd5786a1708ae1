"""How this install sends letters, from the settings it was started with."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from shopfloor.config import Config
from shopfloor.mail.channels import Way
from shopfloor.mail.channels.folder import Folder
from shopfloor.mail.channels.smtp import Smtp


@dataclass(frozen=True, slots=True)
class Post:
    """`sender` is the address all letters come from, `base` where their links lead."""

    way: Way
    sender: str
    base: str

    @property
    def folder(self) -> Path | None:
        """Where letters are put as files when there is no mail server."""
        return self.way.path if isinstance(self.way, Folder) else None

    @property
    def words(self) -> str:
        """For `shopfloor doctor`."""
        return f"{self.way.words}, from {self.sender}"


def init_app(app: Flask, config: Config) -> None:
    way: Way = Smtp.at(config.smtp) if config.smtp else Folder(config.data_folder / "mail")
    app.extensions["post"] = Post(way, config.mail_from, config.public_url)


def post() -> Post:
    """Of the app at work."""
    made: Post = current_app.extensions["post"]
    return made
