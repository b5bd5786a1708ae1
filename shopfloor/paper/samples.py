"""What stands on a paper of nobody's, made to see how such papers will look: the Preview of their settings."""

CONDITIONS = {
    "powder": (
        "Rust", "Old coating", "Oil or grease", "Dents", "Cracks", "Stripped threads", "Missing hardware", "Bent", "Repaired",
    ),
    "jewelry": ("Scratches", "Worn prongs", "Loose stone", "Missing stone", "Bent", "Broken", "Repaired", "Engraved"),
    "field": ("Running", "Not running", "Leaking", "Noise", "Damage seen", "Access blocked"),
}  # fmt: skip
"""What is looked for when something comes in, by the shop's trade."""

CUSTOMER = {
    "name": "Harbor Cycle Works", "address": "12 Quay Street", "phone": "(330) 555-0188", "email": "front@harbor.example",
    "po": "PO HCW-4471",
}  # fmt: skip
SOLD = [
    {"description": "18-inch wheel", "details": "RAL 9005 Jet black, gloss, Sandblasting", "why": "", "quantity": "4",
     "unit_price": "$95.00", "amount": "$380.00"},
    {"description": "Motorcycle frame", "details": "Super Chrome, Clear gloss", "why": "", "quantity": "1",
     "unit_price": "$310.00", "amount": "$310.00"},
]  # fmt: skip
TOTALS = [("Subtotal", "$690.00"), ("Sales tax 7.25 %", "$50.03"), ("Total", "$740.03")]
TAKEN_IN = [
    {"part": "18-inch wheel", "expected": "4", "counted": "3", "off": True, "condition": "Old coating",
     "notes": "One valve stem missing"},
    {"part": "Motorcycle frame", "expected": "1", "counted": "1", "off": False, "condition": "Rust, welded", "notes": ""},
]  # fmt: skip
