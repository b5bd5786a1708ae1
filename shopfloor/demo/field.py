"""Cedar Ridge Mechanical: heating, cooling and plumbing, one visit a job. Every name is invented."""

from datetime import time

from shopfloor.demo.shape import DemoShop, Detour, Piece, Someone, Work
from shopfloor.shops.permissions import Role
from shopfloor.workflow.kinds import StatusKind

_VISIT = Piece("Diagnostic visit, first hour", price=110)
_HOUR = Piece("Labor, hour", (1, 4), 95)

_WORK = (
    Work("visit", "AC is not cooling", (_VISIT, Piece("Capacitor 45/5 µF", price=85)), weight=6),
    Work("visit", "No heat", (_VISIT, Piece("Flame sensor", price=65)), weight=6),
    Work(
        "visit",
        "Quarterly maintenance, rooftop units",
        (Piece("Rooftop unit, maintenance", (2, 6), 140), Piece("Filter 20 × 25 × 2", (4, 24), 9)),
        weight=7,
    ),
    Work("visit", "Water heater leaks", (_VISIT, _HOUR), weight=5),
    Work("visit", "HVAC replacement: estimate", (Piece("Site survey and estimate", price=0),), weight=4),
    Work("visit", "HVAC replacement: install", (Piece("Condenser and coil, 3 ton", price=3900), _HOUR), weight=4),
    Work("visit", "HVAC replacement: inspection", (Piece("Inspection with the city", price=160),), weight=3),
    Work("visit", "Drain is slow", (Piece("Cable the drain, up to 75 ft", price=185),), weight=5),
    Work("visit", "Thermostat replacement", (Piece("Thermostat, programmable", price=145), _HOUR), weight=4),
    Work("visit", "Backflow test", (Piece("Backflow preventer, test and report", (1, 3), 95),), weight=4),
    Work("visit", "Boiler: annual service", (Piece("Boiler service", price=320),), weight=3),
    Work("visit", "Noise from the air handler", (_VISIT, Piece("Blower belt", price=28)), weight=3),
    Work("visit", "Callback: same complaint as last week", (Piece("Return visit, no charge"),), weight=2),
    Work("visit", "Walk-in cooler at 48 °F", (_VISIT, Piece("Evaporator fan motor", price=165)), weight=4),
)

_SITES = (
    "Building 7, unit 4B", "Building 2, roof", "Kitchen, rear entrance", "212 Larkspur Lane", "88 Quarry Road",
    "Main site, mechanical room", "Store 14, loading dock", "1501 Overlook Drive", "Basement, key at the desk",
    "North wing, 3rd floor", "45 Juniper Court", "Guest house", "Roof hatch by elevator 2",
)  # fmt: skip

_CUSTOMERS = (
    "Keystone Residential Property Management of the Greater Cedar Ridge and Upper Valley Area, LLC",
    "Harbor Point Apartments", "O'Shaughnessy's Pub", "Pho Bình Minh", "La Taquería de Doña Inés", "北京饭店",
    "Ресторан «Берёзка»", "مخبز الأندلس", "Σταύρος Grill", "Ridgeline Elementary School", "St. Brendan’s Church",
    "Valley View Assisted Living", "Summit Dental", "Cedar Ridge Public Library", "High Ledge Climbing Gym",
    "Little Acorns Day Care", "Timberline Self Storage", "Kowalski Bakery", "Miller’s Hardware",
    "Pinecrest Homeowners Association", "The Old Mill Inn", "Sage & Stone Spa", "Northgate Plaza", "Elk Run Brewery",
    "Marisol Vega", "Gordon Pratt", "Aiko Yamamoto", "Hannah & Tobias Lund", "Jerome Washington", "Priscilla D’Souza",
    "Fatima El-Amin", "Ken Brubaker", "Rosa Delgado", "Bill Thornton", "Anneliese Köhler", "Switchback Credit Union",
    "Aspen Court Condominiums", "Fire Station 4",
)  # fmt: skip

_RESTS = {
    "unscheduled": (30, 1500), "scheduled": (240, 3600), "on_the_way": (12, 55), "in_progress": (35, 230),
    "no_show": (30, 700), "hold": (240, 3000),
}  # fmt: skip

_STANDING = {
    "unscheduled": (17, (10, 1900)), "scheduled": (30, (60, 3000)), "on_the_way": (1, (5, 60)),
    "in_progress": (3, (10, 220)), "no_show": (4, (60, 900)), "hold": (5, (200, 5000)),
}  # fmt: skip

FIELD_SHOP = DemoShop(
    name="Cedar Ridge Mechanical",
    trade="field",
    prefix="CRM",
    domain="field.example",
    timezone="America/Denver",
    address="1200 Switchback Road, Unit 6, Cedar Ridge",
    phone="555-0167",
    opens=time(7, 0),
    closes=time(17, 0),
    people=(
        Someone("Walt Kerrigan", "owner", Role.OWNER),
        Someone("Denise Okafor", "office", Role.OFFICE),
        Someone("Carl Jensen", "supervisor", Role.SUPERVISOR),
        Someone("Miguel Santos", "worker", Role.WORKER),
        Someone("Tess Holloway", "tess", Role.WORKER),
        Someone("André Dubois", "andre", Role.WORKER),
        Someone("Bảo Nguyễn", "bao", Role.WORKER),
    ),
    customers=_CUSTOMERS,
    work=_WORK,
    locations=dict.fromkeys(StatusKind, _SITES),
    instructions=(
        "Gate code 4471, call when you are at the gate.",
        "Dog in the yard. Wait for the owner.",
        "Tenant works nights: not before 1 p.m.",
        "Sign in at the front desk, escort needed to the roof.",
        "Lockout and tagout, the panel is shared with the elevator.",
        "Take photos of the nameplate before and after.",
        "Bring the 24-foot ladder.",
        "Kitchen is closed between 2 and 4 p.m., work then.",
        "Under premium contract: answer within the hour.",
    ),
    notes={
        StatusKind.NEW: (
            "Tenant was out, spoke with the manager.",
            "Customer would like the same technician as last time.",
            "Part number is on the photo they sent.",
        ),
        StatusKind.WAITING: ("Moved by an hour, customer knows.", "Parts are in the van.", "Confirmed by text."),
        StatusKind.ACTIVE: (
            "Static pressure 0.82, filters were the cause.",
            "R-410A topped up, 1.5 lb. Leak check at the flare nuts is clean.",
            "Compressor draws 18 A, rated 16. Recommended a quote for replacement.",
            "Shut-off valve does not close fully, told the owner.",
            "Left the old part with the customer.",
            "Roof hatch key is back at the desk.",
            "Condensate line flushed, tabs placed.",
        ),
    },
    holds={
        StatusKind.NEW: ("Waiting for customer", "Landlord has to approve anything above $500 first"),
        StatusKind.WAITING: ("Parts on order", "Waiting for customer", "Weather"),
        StatusKind.ACTIVE: ("Parts on order", "No access", "Weather"),
    },
    cancels=("Customer fixed it", "Contract ended", "Duplicate of another call", "Customer chose another date next season"),
    rests=_RESTS,
    standing=_STANDING,
    priorities={5: 7, 3: 18, 2: 63, 1: 12},
    desk=frozenset({"unscheduled"}),
    hot=frozenset({"on_the_way", "in_progress"}),
    detours=(
        Detour(
            "on_the_way",
            ("no_show", "scheduled"),
            ("scheduled",),
            (
                "Nobody opened, waited 15 minutes and left a card",
                "Gate locked, no answer on the phone",
                "Tenant forgot, asks for another day",
            ),
            chance=4,
            again="New time agreed by phone",
        ),
    ),
    ahead="scheduled",
    crew=(6, 88, 6),
    helpers=1,
    quoted=0,
    offline=15,
    starts_at="on_the_way",
)
