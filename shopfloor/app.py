"""The only file that sees everything: settings, extensions, features, panels, views of the feed."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from shopfloor import packaged
from shopfloor.accounts import login
from shopfloor.accounts import views as accounts
from shopfloor.billing import books, repricing
from shopfloor.billing import choices as money_choices
from shopfloor.billing import customer_panel as invoices_of_customer
from shopfloor.billing import page as money
from shopfloor.billing import views as billing
from shopfloor.billing.paper import sample_invoice
from shopfloor.boards import mobile
from shopfloor.catalog import views as catalog
from shopfloor.catalog.queries import tier_names
from shopfloor.company import views as company
from shopfloor.config import Config
from shopfloor.customers import merging_views as merging
from shopfloor.customers import views as customers
from shopfloor.customers.holdings import count_holdings
from shopfloor.db.session import open_database
from shopfloor.events import react
from shopfloor.feed import live
from shopfloor.feed import views as feed
from shopfloor.intake import panel as part_intake
from shopfloor.intake import views as intake
from shopfloor.intake.receipt import sample_receipt
from shopfloor.inventory import panel as materials_used
from shopfloor.inventory import views as inventory
from shopfloor.inventory.queries import free_stock
from shopfloor.job_templates import views as job_templates
from shopfloor.jobs import customer_change
from shopfloor.jobs import customer_panel as jobs_of_customer
from shopfloor.jobs import views as jobs
from shopfloor.jobs.listing import views as listing
from shopfloor.jobs.operations.customer import block_customer_change
from shopfloor.jobs.operations.removal import block_item_removal
from shopfloor.jobs.page import Section
from shopfloor.mail import setup as mail
from shopfloor.mail import views as letters
from shopfloor.notifications import panel as heard
from shopfloor.notifications import setup as push
from shopfloor.notifications import views as notifications
from shopfloor.paper import views as paper
from shopfloor.paper.look import PaperLook
from shopfloor.photos import panel as gallery
from shopfloor.photos import views as photos
from shopfloor.photos.models import PhotoKind
from shopfloor.products import views as products
from shopfloor.pwa import connect
from shopfloor.pwa import views as pwa
from shopfloor.quotes import choices as taxes
from shopfloor.quotes import customer_panel as quotes_of_customer
from shopfloor.quotes import offers
from shopfloor.quotes import panel as quotes_of_job
from shopfloor.quotes import views as quotes
from shopfloor.quotes.printing import sample_quote
from shopfloor.reactions import BLOCKS_CUSTOMER_CHANGE, BLOCKS_ITEM_REMOVAL, HOLDINGS, REACTIONS
from shopfloor.rework import panel as reworked
from shopfloor.rework import views as rework
from shopfloor.schedule import panel as planned
from shopfloor.schedule import views as schedule
from shopfloor.settings import views as settings
from shopfloor.sheets import label_views as labels
from shopfloor.sheets import panel as sheet
from shopfloor.sheets import pocket
from shopfloor.sheets import views as sheets
from shopfloor.sheets.blank import blank_pdf
from shopfloor.shops.permissions import Permission
from shopfloor.status_mail import panel as told
from shopfloor.status_mail import views as status_mail
from shopfloor.status_mail.settings import tells_by_default
from shopfloor.timekeeping import panel as time_entries
from shopfloor.timekeeping import views as timekeeping
from shopfloor.tls.store import Store
from shopfloor.web import addresses, asked, assets, bodies, csrf, doors, errors, headers
from shopfloor.wording import add_words


class SettingsPage(NamedTuple):
    """A page where a shop's choices are made, as Company Settings lists it."""

    title: str
    about: str
    endpoint: str


BLUEPRINTS = (
    accounts.bp,
    billing.bp,
    books.bp,
    repricing.bp,
    money_choices.bp,
    jobs.bp,
    listing.bp,
    mobile.bp,
    feed.bp,
    live.bp,
    company.bp,
    customers.bp,
    catalog.bp,
    products.bp,
    job_templates.bp,
    merging.bp,
    customer_change.bp,
    inventory.bp,
    timekeeping.bp,
    rework.bp,
    intake.bp,
    photos.bp,
    sheets.bp,
    labels.bp,
    letters.bp,
    status_mail.bp,
    notifications.bp,
    paper.bp,
    schedule.bp,
    quotes.bp,
    offers.bp,
    taxes.bp,
    settings.bp,
    pwa.bp,
    connect.bp,
    addresses.bp,
)
CARD_VIEWS = (mobile.VIEW, sheets.BUMP, pocket.POCKET)
SECTIONS = (
    Section("intake", "Part Intake", part_intake.panel, at_once=True),
    Section("photos", "Photos", gallery.panel),
    Section("materials", "Materials Used", materials_used.panel),
    Section("time-entries", "Time Entries", time_entries.panel),
    Section("rework", "Rework", reworked.panel),
    Section("invoice", "Invoice", money.panel, Permission.INVOICES_MANAGE),
    Section("quotes", "Quotes", quotes_of_job.panel, Permission.QUOTES_MANAGE),
    Section("emails", "E-mails", told.panel),
    Section("schedule", "Schedule", planned.panel),
    Section("sheet", "Work order sheet", sheet.panel),
)
CUSTOMER_PANELS = (jobs_of_customer.panel, quotes_of_customer.panel, invoices_of_customer.panel)
ACCOUNT_PANELS = (heard.panel,)
QUOTE_PANELS = (money.quote_panel,)
SETTINGS_PAGES: tuple[SettingsPage, ...] = (
    SettingsPage("Company", "Name, address, logo, paper", "company.show"),
    SettingsPage("Hours and due dates", "Working days, and when jobs are due", "company.hours"),
    SettingsPage("Pricing", "Rates, minimum, surcharges, markup, price tiers", "catalog.pricing"),
    SettingsPage("Services", "Prep services: rates and the minutes they take", "catalog.services"),
    SettingsPage("Taxes", "The rates you charge, by name", "taxes.show"),
    SettingsPage("Quotes and invoices", "How long quotes hold, when invoices are due, terms", "money_choices.show"),
    SettingsPage("PDF Templates", "How work orders, quotes, invoices and receipts look", "paper.show"),
    SettingsPage("E-mail", "Who signs it, what customers are told and when, the mail server", "status_mail.edit"),
    SettingsPage("Time", "How entries are counted, what an hour of work costs", "timekeeping.edit_settings"),
    SettingsPage("Ovens", "What stands on the schedule, and how many jobs fit", "schedule.ovens"),
)
PAPERS: dict[str, Callable[[PaperLook], bytes]] = {
    "work-order": blank_pdf,
    "quote": sample_quote,
    "invoice": sample_invoice,
    "receipt": sample_receipt,
}
"""How a document is previewed, by the feature that prints it."""
# Where what a letter is about has its page: the endpoint, and the argument that is given the label.
SUBJECT_PAGES = {
    "job": ("jobs.show", "number"),
    "quote": ("quotes.show", "quote"),
    "invoice": ("billing.show", "invoice"),
}


def create_app(config: Config | None = None, **overrides: Any) -> Flask:
    """The web app. Raises UndeclaredRoute when a route does not say who may."""
    config = config or Config()
    app = Flask("shopfloor", static_folder=None, template_folder=str(packaged.folder("templates")))
    app.config.update(_settings(config), **overrides)
    open_database(app, config.database_url)
    react(REACTIONS)
    count_holdings(HOLDINGS)
    block_customer_change(BLOCKS_CUSTOMER_CHANGE)
    block_item_removal(BLOCKS_ITEM_REMOVAL)
    login.init_app(app)
    asked.init_app(app)
    bodies.init_app(app)
    app.before_request(csrf.refuse_strangers_forms)
    app.before_request(doors.stand_guard)
    app.teardown_request(doors.leave)
    for part in (headers, errors, assets):
        part.init_app(app)
    Compress(app)
    add_words(app)
    app.jinja_env.globals["photo_kinds"] = list(PhotoKind)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.extensions["card_views"] = {view.name: view for view in CARD_VIEWS}
    app.extensions["sections"] = SECTIONS
    app.extensions["customer_panels"] = CUSTOMER_PANELS
    app.extensions["price_tiers"] = tier_names
    app.extensions["account_panels"] = ACCOUNT_PANELS
    app.extensions["quote_panels"] = QUOTE_PANELS
    app.extensions["settings_pages"] = SETTINGS_PAGES
    app.extensions["free_stock"] = free_stock
    app.extensions["subject_pages"] = SUBJECT_PAGES
    app.extensions["emails_by_default"] = tells_by_default
    app.extensions["papers"] = PAPERS
    push.init_app(app, config)
    mail.init_app(app, config)
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
        "PHOTOS": config.data_folder / "photos",
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
