"""The command line: serve, bring the database up to date, open a shop, take people in."""

import logging
import os
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import click
import segno
import uvicorn

from shopfloor.accounts.operations import create_user
from shopfloor.accounts.passwords import is_right
from shopfloor.accounts.queries import has_users, user_called
from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.db import everywhere, in_shop, migrate, operation
from shopfloor.db.engine import sqlite_module, warn_of_old_sqlite
from shopfloor.db.session import close_database
from shopfloor.demo import DEMO_SHOPS, load_demo
from shopfloor.doorway import open_doorway
from shopfloor.events.verify import broken_at
from shopfloor.kernel.errors import Refused
from shopfloor.mail.setup import post
from shopfloor.notifications.queries import waiting
from shopfloor.notifications.setup import push_settings
from shopfloor.own_https import certificate_files, how_to_trust, with_own_certificate
from shopfloor.photos.strays import stray_pictures
from shopfloor.shops.operations import DEFAULTS, add_member, open_shop
from shopfloor.shops.permissions import Role
from shopfloor.shops.queries import shops
from shopfloor.tls.store import Unfit
from shopfloor.worker import PATIENCE, Postman, Worker
from shopfloor.workflow.trades import TRADES

DEMO_PASSWORD = "shopfloor-demo"  # noqa: S105 – the demo's, and only where nobody else can reach it


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Shopfloor: scan the sheet, tap once, the job has moved."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")


@contextmanager
def at_install(config: Config | None = None) -> Iterator[None]:
    """Work on this install's database for the block."""
    app = create_app(config)
    try:
        with app.app_context():
            yield
    finally:
        close_database(app)


@main.command()
@click.option("--demo", is_flag=True, help="Load the demo shops when the database is empty.")
@click.option("--workers", default=1, show_default=True, help="Server processes.")
@click.option("--worker/--no-worker", default=True, help="Whether the server tells news and sends notifications, too.")
@click.option("--tls", is_flag=True, help="Speak https by a certificate made here, which each phone has to trust once.")
def serve(demo: bool, workers: int, worker: bool, tls: bool) -> None:
    """Bring the database up to date and serve it."""
    config = _with_https() if tls else Config()
    if problem := config.problem():
        raise click.ClickException(problem)
    with at_install(config):
        migrate.upgrade()
        if demo:
            _load_demo(config)
        _ = push_settings().keys  # made at the first start
    _greet(config)
    # Read by the server's processes, which make their own Config.
    os.environ["SHOPFLOOR_DATABASE_URL"] = config.database_url
    os.environ["SHOPFLOOR_PUBLIC_URL"] = config.public_url
    os.environ["SHOPFLOOR_EMBEDDED_WORKER"] = "1" if worker else ""
    os.environ["SHOPFLOOR_NAMES"] = " ".join(config.names)
    os.environ["SHOPFLOOR_OWN_TLS"] = "1" if config.own_tls else ""
    with open_doorway(config) if config.own_tls else nullcontext():
        uvicorn.run(
            "shopfloor.asgi:app",
            host=config.host,
            port=config.port,
            workers=workers if workers > 1 else None,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=3,
            proxy_headers=False,
            server_header=False,
            **certificate_files(config),
        )


def _with_https() -> Config:
    try:
        return with_own_certificate()
    except Unfit as problem:
        raise click.ClickException(str(problem)) from None


def _load_demo(config: Config) -> None:
    """The demo shops, if nobody is in the database yet; and how to sign in, as long as that is known."""
    with everywhere():
        if not has_users():
            click.echo("Building the demo shops; this takes a moment, once.")
            for sign_in in load_demo(_demo_password(config)):
                click.echo(f"  {sign_in.email:<28} {sign_in.password:<16} {sign_in.role.value}, {sign_in.shop}")
        elif config.on_loopback and _knows_demo_password(f"owner@{DEMO_SHOPS[0].domain}"):
            shops_ = ", ".join(shop.domain for shop in DEMO_SHOPS)
            click.echo(f"Sign in as owner@, office@, supervisor@ or worker@ {shops_} with {DEMO_PASSWORD}")


def _knows_demo_password(email: str) -> bool:
    user = user_called(email)
    return user is not None and is_right(DEMO_PASSWORD, user.password_hash)


def _demo_password(config: Config) -> Callable[[str], str]:
    """The known password where only this machine can try it; a random one for each sign-in everywhere else."""
    if config.on_loopback:
        return lambda _email: DEMO_PASSWORD
    return lambda _email: secrets.token_urlsafe(12)


def _greet(config: Config) -> None:
    warn_of_old_sqlite()
    click.echo(f"\nShopfloor is at {config.public_url}  (Ctrl-C ends it)\n")
    if config.own_tls:
        click.echo(how_to_trust(config))
    segno.make(config.doorway if config.own_tls else config.public_url).terminal(compact=True)
    if config.insecure_lan and not config.is_secure:
        click.echo("Plain http: phones can't install the app, work offline or get pushes here.")


@main.command()
def worker() -> None:
    """Tell news and send notifications, apart from a server that is served with --no-worker."""
    stop = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: stop.set())
    app = create_app()
    try:
        click.echo("The worker is at work (Ctrl-C ends it).")
        postman = threading.Thread(target=Postman(app).run, args=(stop,), name=Postman.turn_of, daemon=True)
        postman.start()
        Worker(app).run(stop)
        postman.join(PATIENCE)
    finally:
        close_database(app)


@main.group(name="db")
def database() -> None:
    """The database."""


@database.command()
def upgrade() -> None:
    """Bring the tables to this version."""
    with at_install():
        click.echo("Upgraded." if migrate.upgrade() else "Up to date already.")


@main.group()
def shop() -> None:
    """Shops."""


@shop.command(name="create")
@click.option("--name", prompt="Name of the shop")
@click.option("--trade", prompt="Trade", type=click.Choice(list(TRADES)))
@click.option("--prefix", prompt="Prefix for its numbers (2 to 6 capitals)")
@click.option("--timezone", prompt="Time zone", default=DEFAULTS["timezone"], show_default=True)
@click.option("--owner", prompt="Owner's name")
@click.option("--email", prompt="Owner's e-mail address")
@click.password_option(help="Owner's password; asked for when it is not given.")
def create_shop(name: str, trade: str, prefix: str, timezone: str, owner: str, email: str, password: str) -> None:
    """Open a shop and its owner's account. Nothing has a default password."""

    @operation
    def open_with_owner() -> None:
        made = open_shop(name, trade=trade, prefix=prefix.upper(), timezone=timezone)
        user = create_user(email, password)
        with in_shop(made.id):
            add_member(user.id, owner, role=Role.OWNER, by=None)

    with at_install(), everywhere():
        migrate.upgrade()
        _in_words(open_with_owner)
    click.echo(f"{name} is open. Sign in as {email}.")


@main.group()
def member() -> None:
    """People of a shop."""


@member.command(name="add")
@click.option("--shop", "shop_id", type=int, prompt="Number of the shop (see: shopfloor shop list)")
@click.option("--name", prompt="Name")
@click.option("--role", prompt="Role", type=click.Choice([role.value for role in Role]))
@click.option("--email", prompt="E-mail address")
@click.password_option(help="Their first password; asked for when it is not given.")
def add(shop_id: int, name: str, role: str, email: str, password: str) -> None:
    """Take someone in. A user who exists already gets a place and keeps their password."""

    @operation
    def take_in() -> None:
        user = user_called(email) or create_user(email, password)
        with in_shop(shop_id):
            add_member(user.id, name, role=Role(role), by=None)

    with at_install(), everywhere():
        _in_words(take_in)
    click.echo(f"{name} is in. They sign in as {email}.")


@shop.command(name="list")
def list_shops() -> None:
    """All shops of this install, with their numbers."""
    with at_install(), everywhere():
        for at in shops():
            click.echo(f"{at.id:>4}  {at.name}  ({TRADES[at.trade].name})")


@main.command()
def doctor() -> None:
    """Look whether this install is fit to be trusted: database, log, settings."""
    config = Config()
    click.echo(f"SQLite {sqlite_module().sqlite_version}")
    warn_of_old_sqlite()
    click.echo(config.problem() or f"Address: {config.public_url}")
    with at_install(config), everywhere():
        here, newest = migrate.revisions()
        click.echo(f"Tables: {'up to date' if here == newest else f'at {here}, this version needs {newest}'}")
        broken = {at.name: broken_at(at.id) for at in shops()} if here == newest else {}
        click.echo(f"Notifications: {push_settings().words}")
        click.echo(f"E-mail: {post().words}")
        if here == newest:
            click.echo("{} messages wait, {} devices hear".format(*waiting()))
        opened = [(at.id, at.name) for at in shops()] if here == newest else []
        for shop_id, name in opened:
            _list_strays(shop_id, name)
    for name, seq in broken.items():
        click.echo(f"Log of {name}: {'whole' if seq is None else f'BROKEN at number {seq}'}")
    if any(seq is not None for seq in broken.values()):
        raise click.ClickException("A log has been changed behind our back.")


def _list_strays(shop_id: int, name: str) -> None:
    """What the worker sweeps away tonight."""
    with in_shop(shop_id):
        found = stray_pictures()
    if found:
        click.echo(f"Pictures of {name}: {len(found)} stray files, swept within a day")
    for path in found:
        click.echo(f"  {path}")


def _in_words(deed: Callable[[], None]) -> None:
    try:
        deed()
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from None


if __name__ == "__main__":
    main()
