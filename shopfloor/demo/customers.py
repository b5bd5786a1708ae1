"""Who the customers of the demo shops are, beside their names: people to call, addresses, terms."""

from shopfloor.customers.details import Details
from shopfloor.customers.people import Address, AddressKind, Contact

# Two of each shop that came before its time with the app and come no more.
GONE = ("Riverbend Kiosks", "Gable & Finch, closed")

_PERSONS = frozenset({
    "Ada Lindgren", "Tom Beckett", "Nguyễn Văn Sơn", "Samira Haddad", "Pete Dvořák", "K. L. Abernathy", "Marguerite L’Écuyer",
    "Marisol Vega", "Gordon Pratt", "Aiko Yamamoto", "Hannah & Tobias Lund", "Jerome Washington", "Priscilla D’Souza",
    "Fatima El-Amin", "Ken Brubaker", "Rosa Delgado", "Bill Thornton", "Anneliese Köhler",
})  # fmt: skip
_PEOPLE = ("Dana Whitlock", "Miguel Santos", "Priya Raman", "Carl Öberg", "Lena Fischer", "Bo Nakamura", "Ruth Adeyemi")
_ROLES = ("Purchasing", "Shop foreman", "Accounts", "Owner")
_STREETS = ("Foundry Street", "Canal Road", "Orchard Lane", "Mill Avenue", "Depot Street")
_TOWNS = ("Millbrook", "Cedar Ridge", "Harrow Bay", "Bluff City", "North Loop")


def is_person(name: str, trade: str) -> bool:
    """Jewelers work for people, but for a few names as long as a house's."""
    return name in _PERSONS or (trade == "jewelry" and len(name) < 40)


def details_of_customer(name: str, n: int, trade: str) -> Details:
    """The record of the shop's `n`th customer, always the same."""
    person = is_person(name, trade)
    address = f"{100 + 7 * n} {_STREETS[n % 5]}\n{_TOWNS[n % 5]}"
    exempt = n == 7
    return Details(
        name,
        is_company=not person,
        email=f"customer{n}@customers.example",
        phone=f"555-{n + 100:04d}",
        address=address,
        contacts=() if person else _contacts(n),
        addresses=(Address(AddressKind.DELIVERY, f"{n} Yard Road\n{_TOWNS[n % 5]}", "Yard"),) if n % 6 == 0 else (),
        status_emails=n % 9 != 4,
        notes="Calls before noon only." if n % 8 == 3 else "",
        tax_exempt=exempt,
        tax_certificate="TX-2207-118" if exempt else "",
        terms_days=None if person else (30, None, 15)[n % 3],
        price_tier="Trade" if n % 10 == 1 and not person else "",
    )


def _contacts(n: int) -> tuple[Contact, ...]:
    """One or two of those who answer the phone there."""
    people = [
        Contact(_PEOPLE[m % 7], _ROLES[m % 4], f"555-{m % 90 + 2100:04d}", f"contact{m}@customers.example") for m in (n, n + 3)
    ]
    return tuple(people[: 1 + n % 2])
