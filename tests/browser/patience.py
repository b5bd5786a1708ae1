"""Waiting for what a page can only tell in a while."""

import time

from playwright.sync_api import Error, Page

LOOK_EVERY = 100  # milliseconds
SECONDS = 20.0


def until(page: Page, promise: str) -> None:
    """Until that promise is kept with something true: `wait_for_function` takes the promise itself for true."""
    latest = time.monotonic() + SECONDS
    while not _is_kept(page, promise):
        assert time.monotonic() < latest, f"Still not true: {promise}"
        page.wait_for_timeout(LOOK_EVERY)


def _is_kept(page: Page, promise: str) -> bool:
    try:
        return bool(page.evaluate(promise))
    except Error as error:
        if "navigation" not in error.message:
            raise
        return False  # the page is just being loaded anew
