"""What nobody types and somebody sends: every part of a request, odd. Each is answered; none of it is a fault of ours."""

import re
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask

from tests.house.addresses import Things, form_about, rules, things_of
from tests.support.people import ORIGIN, ShopFixture, found_shop

ODD: dict[str, bytes] = {
    "nothing": b"",
    "NUL": b"\x00",
    "NUL within": b"JOB\x00-2608-0007",
    "no UTF-8": b"\xff\xfe",
    "half a character": b"\xed\xa0\xbd",
    "a very long word": b"x" * 3000,
    "a quote": b"' OR '1'='1",
    "a placeholder": b"%s ? :shop {0} {{ 7*7 }}",
    "another line": b"a\r\nX-Odd: yes",
    "a path": b"../../etc/passwd",
    "a number no database holds": b"99999999999999999999999",
    "the largest number but one": b"9223372036854775807",
    "less than nothing": b"-1",
    "no number": b"1e999",
    "digits of another script": "٣٤".encode(),
    "right to left": "\u202eevil".encode(),
}
# The questions that addresses take, beside their path.
ASKED = {
    "/jobs": ("q", "before", "filter"),
    "/feed": ("since", "view"),
    "/live": ("page",),
    "/customers": ("q", "after", "filter"),
    "/customers/matches": ("q",),
    "/jobs/new": ("customer",),
    "/sign-in": ("next",),
    "/mobile": ("anything",),
    "/quotes": ("q", "before", "filter"),
    "/quotes/new": ("job",),
    "/invoices": ("q", "before", "filter"),
    "/invoices.csv": ("start", "end"),
    "/payments.csv": ("start", "end"),
}

# The fields that forms have, each tried alone in a form that is otherwise fine.
FIELDS = {
    "/jobs/{0}/moves": ("step", "key", "at", "view", "back"),
    "/jobs/{0}/holds": ("reason", "other"),
    "/jobs/{0}/cancellations": ("reason",),
    "/jobs/{0}/status-changes": ("status", "note"),
    "/jobs/{0}/notes": ("text", "key", "at"),
    "/materials/{1}/log": ("quantity", "unit", "note", "key"),
    "/scan": ("code",),
    "/customers": (
        "name", "kind", "email", "phone", "address", "status_emails", "notes", "main", "tax_exempt", "tax_certificate",
        "terms_days", "price_tier", "do", "key", "contacts-0-name", "contacts-0-email", "contacts-1-phone",
        "addresses-0-kind", "addresses-0-label", "addresses-0-text",
    ),
    "/customers/{2}": ("version", "name", "terms_days", "do"),
    "/customers/{2}/merging": ("kept", "gone_version", "kept_version"),
    "/jobs/{0}/customer": ("customer", "customer_id", "new_customer", "seen", "customer_po", "note", "bring_back"),
    "/account/notifications": ("hear", "quiet_from", "quiet_until"),
    "/account/devices": ("endpoint", "p256dh", "auth"),
    "/jobs/{0}/looks": ("away",),
    "/sign-in": ("email", "password", "next"),
    "/quotes": ("customer", "kind", "valid_days", "discount", "discount_in", "tax", "deposit", "notes", "job", "do", "key",
                "items-0-unit_price", "items-0-services"),
    "/quotes/{3}": ("edits", "customer", "items-0-coats-0"),
    "/quotes/{3}/sendings": ("how", "to", "edits"),
    "/quotes/{3}/approvals": ("name", "note"),
    "/quotes/{3}/deposits": ("amount", "method", "received_on", "reference", "refund"),
    "/quotes/{3}/job": ("priority", "due_on", "workers", "instructions"),
    "/invoices/{4}": ("edits", "lines-0-quantity", "lines-0-unit_price", "lines-0-kind", "lines-x-kind", "due_on", "do"),
    "/invoices/{4}/payments": ("amount", "method", "received_on", "note"),
    "/invoices/{4}/voidings": ("reason",),
    "/your-quote/{5}/answers": ("answer", "name", "remark"),
    "/settings/taxes": ("rates-0-name", "rates-0-percent", "usual", "seen"),
    "/settings/quotes-and-invoices": ("valid_days", "quote_terms", "seen_billing"),
    "/jobs": (
        "customer", "customer_id", "new_customer", "new_customer_email", "bring_back",
        "kind", "description", "priority", "due_on", "scheduled_on", "workers", "location",
        "customer_po", "instructions", "do", "key", "items-0-description", "items-0-quantity", "items-0-area",
        "items-0-unit_price", "items-0-services", "items-0-coats-0", "items-1-description",
    ),
}  # fmt: skip
NEW_JOB = {
    "customer": "New & Sons", "new_customer": "y", "kind": "coating", "description": "Wheels", "priority": "2",
    "items-0-description": "Wheel", "items-0-quantity": "1", **{f"items-0-coats-{n}": "0" for n in range(3)},
}  # fmt: skip

# In forms these end where another of their kind ends.
MUCH_ALIKE = {"NUL within", "a placeholder", "a path", "another line", "the largest number but one", "right to left"}

each_odd = pytest.mark.parametrize("odd", ODD.values(), ids=ODD)


@pytest.fixture(scope="module")
def shop(app: Flask) -> ShopFixture:
    return found_shop(app, trade="powder")


@pytest.fixture(scope="module")
def things(shop: ShopFixture) -> Things:
    return things_of(shop, shop.job(at="Coating").number)


def fault(shop: ShopFixture, method: str, address: str, form: dict[str, Any] | None = None) -> str | None:
    """What went wrong on our side with a request, or None."""
    try:
        reply = shop.owner.client.open(address, method=method, headers={"Origin": ORIGIN}, data=form)
    except Exception as error:
        return type(error).__name__
    return str(reply.status_code) if reply.status_code >= 500 else None


@each_odd
def test_a_path_may_hold_anything(shop: ShopFixture, things: Things, odd: bytes) -> None:
    word = quote_from_bytes(odd, safe="")
    asked = [(method, re.sub(r"<[^>]+>", word, rule.rule)) for method, rule in rules(shop.app) if rule.arguments]
    faults = {(method, path[:60]): fault(shop, method, path, form_for(method, things)) for method, path in asked}
    assert {asked: found for asked, found in faults.items() if found} == {}


def form_for(method: str, things: Things) -> dict[str, Any] | None:
    return form_about(things) if method == "POST" else None


@each_odd
def test_a_question_may_hold_anything(shop: ShopFixture, things: Things, odd: bytes) -> None:
    word = quote_from_bytes(odd, safe="")
    asked = [f"{path}?{name}={word}" for path, names in ASKED.items() for name in names]
    faults = {
        address[:60]: fault(shop, "GET", address) for address in [*asked, f"/materials/{things.material_id}/log?job={word}"]
    }
    assert {address: found for address, found in faults.items() if found} == {}


@pytest.mark.parametrize("path", FIELDS)
def test_a_field_may_hold_anything(shop: ShopFixture, things: Things, path: str) -> None:
    papers = things.quote, things.invoice, things.offer
    address = path.format(things.number, things.material_id, things.customer_id, *papers)
    fine = {**form_about(things), **NEW_JOB}
    faults = {
        (name, what): fault(shop, "POST", address, {**fine, name: odd})
        for name in FIELDS[path]
        for what, odd in ODD.items()
        if what not in MUCH_ALIKE
    }
    assert {field: found for field, found in faults.items() if found} == {}
