"""Takes the manifest's screenshots anew, from real pages of the demo: `python -m tests.support.screenshots` (needs Pillow)."""

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from shopfloor.app import create_app
from shopfloor.config import Config
from shopfloor.db import db, everywhere, migrate
from shopfloor.db.session import close_database
from shopfloor.demo import load_demo
from shopfloor.jobs.models import Job
from tests.support.server import ROOT, Server
from tests.support.system import chromium

FOLDER = ROOT / "static/art/screens"
PASSWORD = "shopfloor-demo"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
TO_COATING = """() => {
  const group = [...document.querySelectorAll('.group')].find(({ textContent }) => textContent.trim().startsWith('Coating'));
  if (group) scrollBy(0, group.getBoundingClientRect().top - 72);
}"""
DESK = {"viewport": {"width": 1440, "height": 900}}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'shopfloor.db'}"
        number = fill(url)
        with Server(url) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium() or shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for name, screen, who, address in (
                ("mobile", PHONE, "worker", "/mobile"),
                ("bump", PHONE, "worker", f"/jobs/{number}/bump"),
                ("job", DESK, "owner", f"/jobs/{number}"),
            ):
                context = browser.new_context(base_url=server.url, service_workers="block", **screen)
                page = context.new_page()
                sign_in(page, f"{who}@powder.example")
                page.goto(address)
                page.wait_for_load_state("networkidle")
                page.evaluate(TO_COATING)
                keep(name, page.screenshot())
                context.close()
            browser.close()


def fill(url: str) -> str:
    """The demo shops, and the number of a job that shows well."""
    app = create_app(Config(database_url=url, public_url="http://127.0.0.1:8000"))
    with app.app_context():
        migrate.upgrade()
        with everywhere():
            load_demo(lambda _email: PASSWORD)
            job = (
                db.session.query(Job).filter(Job.active, Job.kind == "coating", Job.hold_reason.is_(None)).order_by(Job.due_on)
            )
            number = next(found.number for found in job if len(found.route) > 8 and 1 < found.position < 6)
    close_database(app)
    return number


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def keep(name: str, picture: bytes) -> None:
    Image.open(BytesIO(picture)).save(FOLDER / f"screen-{name}.webp", quality=60, method=6)


if __name__ == "__main__":
    main()
