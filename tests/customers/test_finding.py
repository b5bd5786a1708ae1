"""What people type, and whom they mean by it."""

import pytest

from shopfloor.customers.finding import place_of, search_text, search_words
from shopfloor.customers.people import Contact
from shopfloor.customers.queries import customers_called, customers_matching, page_of_customers
from shopfloor.db import in_shop
from shopfloor.kernel.text import folded
from tests.customers.conftest import Book
from tests.support.people import ShopFixture


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("muller", "Müller"), ("MULLER", "müller"), ("strasse", "Straße"), ("sor-trondelag", "Sør-Trøndelag"),
        ("dvorak", "Dvořák"), ("nguyen van son", "Nguyễn  Văn Sơn"), ("l'ecuyer", "L’Écuyer"), ("lodz", "Łódź"),
    ],
)  # fmt: skip
def test_accents_case_and_spaces_do_not_matter(typed: str, kept: str) -> None:
    assert folded(typed) == folded(kept)


@pytest.mark.parametrize(
    "typed", ["harlan", "HARL cyc", "lee", "ann purch", "555-0101", "5550101", "@harlan.example", "millbrook"]
)
def test_a_customer_is_found_by_any_part_of_what_is_known_of_them(typed: str) -> None:
    people = (Contact("Ann Lee", "Purchasing", "555-2000"),)
    known = search_text("Harlan Cycle Works", "shop@harlan.example", "(555) 0101 / 555-0101", "1 Mill St\nMillbrook", people)
    assert all(word in known for word in search_words(typed))


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("1 Mill St\nMillbrook", "Millbrook"),
        ("1 Mill St, Millbrook", "Millbrook"),
        ("Millbrook", "Millbrook"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_the_place_is_told_from_the_address(address: str, place: str) -> None:
    assert place_of(address) == place


def test_names_that_begin_so_come_first_archived_ones_last_and_merged_ones_never(book: Book) -> None:
    book.adds("Old Smith"), book.adds("Smith & Sons"), book.archives("Smith Gone"), book.merges("Smyth Smith", into="Old Smith")
    with book.open():
        assert [one.name for one in customers_matching("smith", limit=9)] == ["Smith & Sons", "Old Smith", "Smith Gone"]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "100%", "a_b"])
def test_signs_of_the_database_are_letters_like_others(book: Book, typed: str) -> None:
    book.adds("Plain Paul"), book.adds("100% Cotton a_b \\")
    with book.open():
        assert [one.name for one in customers_matching(typed, limit=9)] == ["100% Cotton a_b \\"]


def test_pages_follow_each_other_without_gap_or_double_also_among_equal_names(shop: ShopFixture, book: Book) -> None:
    names = [*(f"Customer {n:02d}" for n in range(12)), *["Smith"] * 6]
    for name in names:
        book.adds(name)
    seen: list[str] = []
    after = None
    with book.open():
        while page := page_of_customers(archived=False, search="", after=after, size=5):
            seen += [one.name for one in page]
            after = page[-1].id
    assert seen == sorted([*names, shop.customer.name], key=folded)


def test_a_name_is_the_same_in_any_letters(book: Book) -> None:
    book.adds("Müller GmbH")
    with book.open():
        assert [one.name for one in customers_called("MULLER gmbh")] == ["Müller GmbH"]


def test_the_list_shows_who_matches_and_says_when_nobody_does(shop: ShopFixture, book: Book) -> None:
    book.adds("Müller GmbH"), book.archives("Muller Brothers")
    page = shop.office.opens("/customers?q=muller").text
    assert "Müller GmbH" in page and "Muller Brothers" not in page
    assert "Muller Brothers" in shop.office.opens("/customers?q=muller&filter=archived").text
    nobody = shop.office.opens("/customers?q=zzzz").text
    assert "No customer matches" in nobody and 'href="/customers/new?name=zzzz"' in nobody


def test_who_searches_by_typing_gets_the_results_alone(shop: ShopFixture, book: Book) -> None:
    book.adds("Müller GmbH")
    part = shop.office.opens("/customers?q=muller", headers={"X-Part": "customers"}).text
    assert "Müller GmbH" in part and "<html" not in part


def test_suggestions_tell_two_of_one_name_apart(shop: ShopFixture, book: Book) -> None:
    book.adds("John Smith", phone="555-0101", address="1 Mill St\nMillbrook"), book.adds("John Smith", phone="555-0202")
    found = shop.supervisor.opens("/customers/matches?q=john").json
    assert [one["about"] for one in found] == ["555-0101 · Millbrook", "555-0202"]


def test_those_of_another_shop_are_found_nowhere(shop: ShopFixture, book: Book) -> None:
    book.adds("Müller GmbH")
    assert shop.stranger.opens("/customers/matches?q=muller").json == []
    with shop.app.app_context(), in_shop(shop.stranger.shop_id):
        assert customers_called("Müller GmbH") == []
