"""What a document looks like before there is one: the Preview of its settings."""

from shopfloor.paper.look import PaperLook
from shopfloor.paper.printing import print_document
from shopfloor.shops.queries import shop

CONDITIONS = {
    "powder": (
        "Rust", "Old coating", "Oil or grease", "Dents", "Cracks", "Stripped threads", "Missing hardware", "Bent", "Repaired",
    ),
    "jewelry": ("Scratches", "Worn prongs", "Loose stone", "Missing stone", "Bent", "Broken", "Repaired", "Engraved"),
    "field": ("Running", "Not running", "Leaking", "Noise", "Damage seen", "Access blocked"),
}  # fmt: skip
"""What is looked for when something comes in, by the shop's trade."""

_CUSTOMER = {
    "name": "Harbor Cycle Works", "address": "12 Quay Street", "phone": "(330) 555-0188", "email": "front@harbor.example",
    "po": "PO HCW-4471",
}  # fmt: skip
_SOLD = [
    {"description": "18-inch wheel", "details": "RAL 9005 Jet black, gloss · Sandblasting", "quantity": "4",
     "unit_price": "$95.00", "amount": "$380.00"},
    {"description": "Motorcycle frame", "details": "Super Chrome, Clear gloss", "quantity": "1",
     "unit_price": "$310.00", "amount": "$310.00"},
]  # fmt: skip
_TAKEN_IN = [
    {"part": "18-inch wheel", "expected": "4", "counted": "4", "condition": "Old coating", "notes": "One valve stem missing"},
    {"part": "Motorcycle frame", "expected": "1", "counted": "1", "condition": "Rust, welded", "notes": ""},
]
_TOTALS = [("Subtotal", "$690.00"), ("Sales tax 7.25 %", "$50.03"), ("Total", "$740.03")]


def sample(document: str, look: PaperLook) -> bytes:
    """A quote, an invoice or a receipt with invented lines, in that look."""
    sold = document != "receipt"
    data = {
        "number": {"quote": "QTE-2608-0012", "invoice": "INV-2608-0031", "receipt": "JOB-2608-0007"}[document],
        "parties": [("Customer", "\n".join(told for code, told in _CUSTOMER.items() if code in look.customer))],
        "facts": [("Date", "Mon 10 Aug 2026"), ("Valid until" if document == "quote" else "Due", "Wed 9 Sep 2026")],
        "rows": _SOLD if sold else _TAKEN_IN,
        "totals": _TOTALS if sold else [],
        "prep": ("Sandblasting", "Masking"),
        "condition": CONDITIONS[shop().trade],
    }
    return print_document(document, "paper/sample.typ", data, look=look)
