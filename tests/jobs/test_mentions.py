"""Names with an @ in a note: whom they mean, and how they are shown."""

import pytest

from shopfloor.jobs.mentions import Somebody, mentions
from tests.support.people import ShopFixture

PEOPLE = [
    Somebody(1, "Ana Whitfield"),
    Somebody(2, "Sue Park"),
    Somebody(3, "Ana Ortiz"),
    Somebody(4, "Søren"),
    Somebody(5, "山田"),
    Somebody(6, "İpek Çınar"),
    Somebody(7, "ANA"),
]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("@Sue look at this", {"@Sue": {2}}),
        ("rim, @sue park, is scratched", {"@sue park": {2}}),
        ("@Ana Ortiz or @ANA", {"@Ana Ortiz": {3}, "@ANA": {1, 3, 7}}),
        ("@Søren, @山田.", {"@Søren": {4}, "@山田": {5}}),
        ("@İpek Çınar, @İpek!", {"@İpek Çınar": {6}, "@İpek": {6}}),
        ("(@Sue) @Sue's", {"@Sue": {2}}),
        ("@Susan @Suepark ana@sue.example sue@sue @ @@Sue", {}),
        ("", {}),
    ],
)
def test_a_name_is_who_it_is_and_nothing_else_is_a_name(text: str, marked: dict[str, set[int]]) -> None:
    assert {text[found.start : found.end]: set(found.ids) for found in mentions(text, PEOPLE)} == marked


def test_a_named_person_is_marked_in_the_history_and_nothing_typed_becomes_html(shop: ShopFixture) -> None:
    job = shop.job()
    shop.worker.posts(f"/jobs/{job}/notes", text="@Sue the <b>rim</b> & @Nobody")
    page = shop.worker.opens(f"/jobs/{job}").text
    assert "<mark>@Sue</mark> the &lt;b&gt;rim&lt;/b&gt; &amp; @Nobody" in page
    assert shop.story(job) == [f"{shop.worker} noted on {job}: @Sue the <b>rim</b> & @Nobody"]


def test_the_others_of_the_shop_are_offered_and_nobody_else(shop: ShopFixture) -> None:
    offered = shop.worker.opens("/notes/people").text
    assert offered.count('role="option"') == 3
    assert all(f'id="person-{one.member.id}"' in offered for one in (shop.owner, shop.office, shop.supervisor))
    assert "/notes/people" in shop.worker.opens(f"/jobs/{shop.job()}").text
