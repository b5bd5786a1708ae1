"""This install over https of its own: its settings, its certificate, and what whoever starts it is told."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from shopfloor.config import Config
from shopfloor.kernel import clock
from shopfloor.tls.names import names_of_machine, unique
from shopfloor.tls.store import Store, Unfit, fingerprint


def with_own_certificate() -> Config:
    """The settings, with https of our own and a certificate at hand. Raises Unfit when it can't serve the address."""
    config = Config(own_tls=True, names=(*Config().names, *names_of_machine()))
    host = urlsplit(config.public_url).hostname or ""
    store = store_of(config)
    names = store.prepare(unique([host, *config.names]), now=clock.now())
    if host not in names:
        raise Unfit(
            f"The authority in {store.folder} was not made for {host}. Move that folder away; "
            "a new one is made, and each phone has to trust it once."
        )
    return replace(config, names=tuple(names))


def store_of(config: Config) -> Store:
    """Beside the database."""
    return Store(config.data_folder / "tls")


def certificate_files(config: Config) -> dict[str, Any]:
    """What the server needs to be told to speak https; nothing where it does not."""
    if not config.own_tls:
        return {}
    store = store_of(config)
    return {"ssl_certfile": str(store.certificate_file), "ssl_keyfile": str(store.key_file)}


def how_to_trust(config: Config) -> str:
    """For whoever starts the server: where phones learn it, and what to compare."""
    authority = store_of(config).authority()
    told = f"Each phone has to trust its certificate once. How, is told at {config.doorway} (the code below).\n"
    return f"{told}Its fingerprint is {fingerprint(authority)}\n" if authority else told
