"""Shifts on bad lines, by dice: whatever becomes of requests and answers, no tap is lost and none counts twice."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import func, select

from shopfloor.db import db, in_shop
from shopfloor.events import Event
from tests.browser.conftest import PHONE, sign_in
from tests.browser.pocket import KEPT
from tests.support.line import DeviceLine, Quality, device_lines
from tests.support.server import Server

SHORT, LONG = 20, 500
TAPS = 10
PEOPLE = ("worker@powder.example", "supervisor@powder.example", "office@powder.example")

PRESS = """(pick) => {
  const buttons = [...document.querySelectorAll('[data-board] form[action$="/moves"]:not([hidden], [data-busy]) button')];
  buttons[Math.floor(pick * Math.min(buttons.length, 12))]?.click();
}"""
TAKE_BACK = "() => document.querySelector('[data-undo]:not([hidden]) button:not([hidden])')?.click()"
SIGNAL = "() => dispatchEvent(new Event('online'))"
FORGET = "() => document.querySelectorAll('[data-asks] [data-theirs]').forEach((button) => button.click())"


@dataclass
class Device:
    """A phone on a line of its own."""

    page: Page
    line: DeviceLine
    dice: random.Random = field(default_factory=random.Random)
    born: set[str] = field(default_factory=set)

    def taps(self) -> None:
        """Press some button, or take the last move back; a thumb is quicker than a bad line."""
        self.line.quality = self.dice.choice(list(Quality))
        thumb = self.dice.random()
        if thumb < 0.1:
            self.page.reload()  # with taps on their way
        elif thumb < 0.25:
            self.page.evaluate(TAKE_BACK)
        else:
            self.page.evaluate(PRESS, self.dice.random())
        self.page.wait_for_timeout(self.dice.choice([60, 250]))
        self.born.update(tap["key"] for tap in self.kept())

    def kept(self) -> list[dict[str, str]]:
        return list(self.page.evaluate(KEPT)["taps"])

    def asked(self) -> set[str]:
        """The taps that wait for a person's word: someone was quicker, or they stand behind such a one."""
        conflicts = {tap["lane"] for tap in self.kept() if tap["state"] == "conflict"}
        return {tap["key"] for tap in self.kept() if tap["state"] == "refused" or tap["lane"] in conflicts}

    def comes_home(self) -> None:
        """The signal is back, and stays until everything has been answered."""
        self.line.quality = Quality.WHOLE
        patience = time.monotonic() + 20
        while not all(tap["key"] in self.asked() for tap in self.kept()):
            assert time.monotonic() < patience, self.kept()
            self.page.evaluate(SIGNAL)
            self.page.wait_for_timeout(150)


@pytest.fixture(scope="module")
def devices(chrome: Browser, server: Server) -> Iterator[list[Device]]:
    with device_lines(server.port, len(PEOPLE)) as lines:
        contexts = [chrome.new_context(base_url=line.url, **PHONE) for line in lines]
        yield [Device(opened(context, email), line) for context, email, line in zip(contexts, PEOPLE, lines, strict=True)]
        for context in contexts:
            context.close()


def opened(context: BrowserContext, email: str) -> Page:
    """Shop Mobile of someone who has signed in there."""
    page = context.new_page()
    sign_in(page, email)
    page.goto("/mobile")
    return page


def counted(demo: Flask, keys: set[str]) -> dict[str, int]:
    """How often each of those taps is in the log."""
    with demo.app_context(), in_shop(1):
        rows = db.session.execute(select(Event.key, func.count().label("times")).where(Event.key.in_(keys)).group_by(Event.key))
        return {**dict.fromkeys(keys, 0), **{row.key: row.times for row in rows}}


def a_shift(demo: Flask, devices: list[Device], seed: int) -> None:
    dice = random.Random(seed)
    for device in devices:
        device.dice, device.born = random.Random(dice.random()), device.line.heard
        device.born.clear()
    for _ in range(TAPS):
        dice.choice(devices).taps()
    for device in devices:
        device.comes_home()
    for device in devices:
        asked, log = device.asked(), counted(demo, device.born)
        assert {key: times for key, times in log.items() if times != (0 if key in asked else 1)} == {}, f"seed {seed}"
        device.page.evaluate(FORGET)
        device.page.reload()


@pytest.mark.parametrize("seed", range(SHORT))
def test_no_tap_is_lost_and_none_counts_twice(demo: Flask, devices: list[Device], seed: int) -> None:
    a_shift(demo, devices, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(SHORT, LONG))
def test_no_tap_is_lost_in_a_year_of_bad_lines(demo: Flask, devices: list[Device], seed: int) -> None:
    a_shift(demo, devices, seed)
