"""Marlowe & Finch: repairs, custom jobs, and pieces made for stock. Every name is invented."""

from datetime import time

from shopfloor.demo.shape import DemoShop, Detour, Piece, Someone, Work
from shopfloor.shops.permissions import Role
from shopfloor.workflow.kinds import StatusKind

_RING = (
    "Keep the old shank and return it with the ring.",
    "Match the finish of the other band in the envelope.",
    "Wants to see it before rhodium.",
)

_WORK = (
    Work("repair", "Size a ring", (Piece("Ring, 14K yellow, size down 1½", price=55),), asks=_RING, weight=7),
    Work(
        "repair",
        "Size an engagement ring",
        (Piece("Ring, 14K white, 1 center 0.75 ct and 12 melee, size 6 to 7", price=95),),
        asks=_RING,
        weight=6,
    ),
    Work("repair", "Solder a rope chain", (Piece("Rope chain, yellow metal, broken near the clasp", price=45),), weight=6),
    Work("repair", "Retip prongs", (Piece("Prong, retip", (2, 6), 35), Piece("Clean and polish", price=20)), weight=5),
    Work("repair", "New clasp", (Piece("Lobster clasp, 14K", price=60), Piece("Jump ring", (1, 2), 12)), weight=5),
    Work("repair", "Restring pearls", (Piece("Strand of pearls, 18 in, knotted", price=90),), weight=4),
    Work("repair", "Watch battery and seal", (Piece("Watch battery", price=18), Piece("Gasket", price=15)), weight=5),
    Work("repair", "Replace a lost stone", (Piece("Sapphire, round 2.5 mm, set", (1, 2), 120),), weight=3),
    Work(
        "repair", "Rebuild the shank", (Piece("Shank, 18K, lower half", price=280), Piece("Rhodium plate", price=60)), weight=3
    ),
    Work("repair", "Tighten stones and clean", (Piece("Eternity band, tighten stones", price=65),), weight=5),
    Work("repair", "Engrave the inside", (Piece("Engraving, script, up to 24 letters", price=70),), weight=3),
    Work("repair", "Repair earring posts", (Piece("Earring post and back", (1, 2), 40),), weight=3),
    Work("custom", "Reset an heirloom", (Piece("Pendant, 18K yellow, 1 customer’s stone 1.2 ct", price=1850),), weight=4),
    Work(
        "custom",
        "Engagement ring to order",
        (Piece("Ring, platinum, 1 center oval 1.5 ct", price=4200), Piece("CAD and wax", price=350)),
        weight=4,
    ),
    Work("custom", "Wedding bands, a pair", (Piece("Band, 14K rose, hammered", (2, 2), 680),), weight=4),
    Work("custom", "Signet ring with a crest", (Piece("Signet ring, 9K yellow, seal engraved", price=1150),), weight=2),
    Work("custom", "Cufflinks from a medal", (Piece("Cufflink, sterling", (2, 2), 210),), weight=1),
    Work("production", "Stud earrings for the case", (Piece("Stud earrings, pair, 14K yellow", (5, 12), 90),), weight=4),
    Work("production", "Leaf pendants", (Piece("Leaf pendant, sterling, cast and polished", (6, 20), 48),), weight=3),
    Work("production", "Stacking rings", (Piece("Stacking ring, 14K, sizes 5 to 8", (8, 16), 75),), weight=3),
)

_CUSTOMERS = (
    "Eleanor Whitcombe", "Siobhán O'Keeffe", "Marie-Thérèse D’Aubigné", "James Okonkwo", "佐藤 美咲", "Анна Ковалёва",
    "ליאורה כהן", "فاطمة الزهراء", "Ελένη Παπαδοπούλου", "김지우",
    "Bertrand de Montmorency-Laval et de la Rochefoucauld-Beauharnais (estate)", "Grace Abiodun", "Hollis Grant",
    "Nora Fitzgerald", "Peter van der Berg", "Lucía Fernández Iglesias", "Wei Zhang", "Aroha Ngata",
    "Dorothy May Pemberton", "Ivo Kratochvíl", "Jasmine Patel", "Omar Nasser", "Tess O’Malley", "Vivian Laurent",
    "Walter Brandt", "The Harrow Bay Historical Society and Maritime Museum, Collections Department", "Camille Rousseau",
    "Desmond Clarke", "Frida Sjögren", "Giulia D'Amico", "Harriet Bloom", "Isaac Rosen", "Kaia Halvorsen", "Leo Marchetti",
    "Mina Sharifi", "Odette Blanc", "Quentin Hale", "Ramona Cruz", "Stella Novak", "Uma Krishnan", "Yusuf Demir",
    "Zuzana Horáková",
)  # fmt: skip

_RESTS = {
    "received": (30, 600), "needs_quote": (60, 900), "quoted": (200, 3000), "approved": (60, 1400), "vendor": (1400, 4600),
    "parts": (900, 4000), "bench": (60, 2200), "custom.bench": (2000, 8000), "quality": (20, 400), "ready": (60, 4000),
    "planned": (200, 3600), "into_stock": (30, 500), "hold": (240, 3000),
}  # fmt: skip

_STANDING = {
    "received": (6, (10, 1200)), "needs_quote": (5, (30, 1300)), "quoted": (6, (60, 4000)), "approved": (5, (30, 1800)),
    "vendor": (4, (500, 6000)), "parts": (4, (300, 5000)), "bench": (11, (20, 2600)), "quality": (5, (10, 600)),
    "ready": (7, (30, 6000)), "hold": (3, (200, 6000)), "planned": (3, (200, 3600)), "into_stock": (1, (20, 300)),
}  # fmt: skip

JEWELRY_SHOP = DemoShop(
    name="Marlowe & Finch Jewelers",
    trade="jewelry",
    prefix="MFJ",
    domain="jewelry.example",
    timezone="America/New_York",
    address="27 Lantern Row, Harrow Bay",
    phone="555-0118",
    opens=time(9, 30),
    closes=time(17, 30),
    people=(
        Someone("Margaret Finch", "owner", Role.OWNER),
        Someone("Theo Lindqvist", "office", Role.OFFICE),
        Someone("Ines Marlowe", "supervisor", Role.SUPERVISOR),
        Someone("Sam Adeyemi", "worker", Role.WORKER),
        Someone("Clara Voss", "clara", Role.WORKER),
        Someone("Hiro Tanaka", "hiro", Role.WORKER),
        Someone("Zoë Beaumont", "zoe", Role.WORKER),
    ),
    customers=_CUSTOMERS,
    work=_WORK,
    locations={
        StatusKind.NEW: ("Safe, tray 1", "Safe, tray 2", "Safe, tray 4", "Front counter"),
        StatusKind.WAITING: ("Safe, tray 2", "Safe, tray 4", "Vault"),
        StatusKind.ACTIVE: ("Bench – {worker}", "Bench – {worker}", "Bench – {worker}", "Polishing"),
        StatusKind.HOLD: ("Safe, tray 3", "Vault"),
        StatusKind.READY: ("Ready bin", "Ready bin", "Safe, tray 5"),
    },
    instructions=(
        "Insured value $4,200. Keep in the safe overnight.",
        "Stamp is illegible, test before soldering.",
        "Treated emerald: no ultrasonic, no steam, no heat.",
        "Text, do not call: it is a surprise.",
        "One stone was chipped at take-in, shown to the customer and noted on the envelope.",
        "Customer’s grandmother’s piece: show every step before it is final.",
    ),
    notes={
        StatusKind.NEW: (
            "Second envelope: 1 of 2 and 2 of 2 belong together.",
            "Deposit taken at the counter.",
            "Old repair near the seam, shown to the customer.",
        ),
        StatusKind.WAITING: (
            "Called with the estimate, will think about it.",
            "Asked again by e-mail.",
            "Tracking number is on the envelope.",
        ),
        StatusKind.ACTIVE: (
            "Weighed in at 4.82 g, out at 4.79 g.",
            "Solder seam checked under the loupe.",
            "Found a pit on the inside, filled with the laser.",
            "Photo before polishing is on the card.",
            "Needs ten more minutes on the wheel.",
        ),
        StatusKind.READY: (
            "Left a message that it is ready.",
            "Customer wants the box from the counter display.",
            "Will be picked up by the sister, ID checked by phone.",
        ),
    },
    holds={
        StatusKind.NEW: ("Waiting for customer", "Customer’s insurer wants an appraisal first"),
        StatusKind.WAITING: ("Waiting for approval", "Vendor delay"),
        StatusKind.ACTIVE: (
            "Stone not found",
            "Vendor delay",
            "Waiting for customer",
            "Found an old crack, the customer has to see it before we go on",
        ),
        StatusKind.READY: ("Waiting for customer",),
    },
    cancels=("Customer decided against the repair", "Estimate was declined", "Piece can't be soldered safely", "Entered twice"),
    rests=_RESTS,
    standing=_STANDING,
    priorities={5: 12, 2: 88},
    desk=frozenset({"received", "needs_quote", "quoted", "ready", "vendor", "parts"}),
    detours=(
        Detour(
            "bench",
            ("vendor",),
            ("vendor",),
            ("Sent out, memo 2204, insured", "At the outside workshop, back on Friday", "Sent for laser welding"),
            chance=9,
        ),
        Detour(
            "bench",
            ("parts",),
            ("parts",),
            (
                "Part is on order, here next week",
                "Supplier sent the wrong size, ordered again",
                "On back order with the supplier",
            ),
            chance=7,
        ),
    ),
    starts_at="bench",
    ahead="approved",
    crew=(10, 84, 6),
    helpers=8,
    quoted=45,
    offline=2,
)
