"""The only file that sees everything: settings, extensions, features, panels, views of the feed."""

from typing import Any, NamedTuple

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from shopfloor import packaged
from shopfloor.accounts import login
from shopfloor.accounts import views as accounts
from shopfloor.boards import mobile
from shopfloor.catalog import views as catalog
from shopfloor.config import Config
from shopfloor.customers import views as customers
from shopfloor.db.session import open_database
from shopfloor.events import react
from shopfloor.feed import live
from shopfloor.feed import views as feed
from shopfloor.inventory import panel as materials_used
from shopfloor.inventory import views as inventory
from shopfloor.inventory.queries import free_stock
from shopfloor.job_templates import views as job_templates
from shopfloor.jobs import views as jobs
from shopfloor.notifications import panel as heard
from shopfloor.notifications import setup as push
from shopfloor.notifications import views as notifications
from shopfloor.products import views as products
from shopfloor.pwa import connect
from shopfloor.pwa import views as pwa
from shopfloor.reactions import REACTIONS
from shopfloor.settings import views as settings
from shopfloor.sheets import panel as sheet
from shopfloor.sheets import pocket
from shopfloor.sheets import views as sheets
from shopfloor.tls.store import Store
from shopfloor.web import addresses, asked, assets, csrf, doors, errors, headers
from shopfloor.wording import add_words


class SettingsPage(NamedTuple):
    """A page where a shop's choices are made, as Company Settings lists it."""

    title: str
    about: str
    endpoint: str


BLUEPRINTS = (
    accounts.bp,
    jobs.bp,
    mobile.bp,
    feed.bp,
    live.bp,
    customers.bp,
    catalog.bp,
    products.bp,
    job_templates.bp,
    inventory.bp,
    sheets.bp,
    notifications.bp,
    settings.bp,
    pwa.bp,
    connect.bp,
    addresses.bp,
)
CARD_VIEWS = (mobile.VIEW, sheets.BUMP, pocket.POCKET)
PANELS = (materials_used.panel, sheet.panel)
ACCOUNT_PANELS = (heard.panel,)
SETTINGS_PAGES: tuple[SettingsPage, ...] = (
    SettingsPage("Pricing", "Rates, minimum, surcharges, markup, price tiers", "catalog.pricing"),
    SettingsPage("Services", "Prep services: rates and the minutes they take", "catalog.services"),
)


def create_app(config: Config | None = None, **overrides: Any) -> Flask:
    """The web app. Raises UndeclaredRoute when a route does not say who may."""
    config = config or Config()
    app = Flask("shopfloor", static_folder=None, template_folder=str(packaged.folder("templates")))
    app.config.update(_settings(config), **overrides)
    open_database(app, config.database_url)
    react(REACTIONS)
    login.init_app(app)
    asked.init_app(app)
    app.before_request(csrf.refuse_strangers_forms)
    app.before_request(doors.stand_guard)
    app.teardown_request(doors.leave)
    for part in (headers, errors, assets):
        part.init_app(app)
    Compress(app)
    add_words(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.extensions["card_views"] = {view.name: view for view in CARD_VIEWS}
    app.extensions["panels"] = PANELS
    app.extensions["account_panels"] = ACCOUNT_PANELS
    app.extensions["settings_pages"] = SETTINGS_PAGES
    app.extensions["free_stock"] = free_stock
    push.init_app(app, config)
    doors.check_doors(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _settings(config: Config) -> dict[str, Any]:
    return {
        "PUBLIC_URL": config.public_url,
        "SECURE": config.is_secure,
        "EMBEDDED_WORKER": config.embedded_worker,
        "OWN_TLS": Store(config.data_folder / "tls") if config.own_tls else None,
        "DOORWAY": config.doorway if config.own_tls else None,
        "OUR_ORIGINS": csrf.origins(config.public_url, config.hosts, config.scheme, config.port),
        "TRUSTED_HOSTS": config.hosts,
        "MAX_CONTENT_LENGTH": 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 200 * 1024,
        "MAX_FORM_PARTS": 50,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 2,  # half the time of 4 for a tenth more bytes
        "COMPRESS_MIMETYPES": ["text/html", "application/json", "application/manifest+json", "text/javascript"],
        "COMPRESS_MIN_SIZE": 600,
    }
