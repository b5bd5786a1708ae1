"""Refusals say what they mean, in words and as a number."""

import pytest

from shopfloor.kernel import errors

MEANT = {
    errors.NotFound: 404,
    errors.NotPermitted: 403,
    errors.NotTheirs: 403,
    errors.Stale: 409,
    errors.Invalid: 422,
    errors.Overtaken: 422,
    errors.Slowed: 429,
    errors.TooLarge: 413,
    errors.Unavailable: 503,
}


def refusals() -> list[type[errors.Refused]]:
    return [thing for thing in vars(errors).values() if isinstance(thing, type) and issubclass(thing, errors.Refused)]


def test_every_refusal_is_in_this_table() -> None:
    assert set(refusals()) == {*MEANT, errors.Refused}


@pytest.mark.parametrize(("refusal", "status"), MEANT.items())
def test_a_refusal_has_its_status_and_a_title_for_people(refusal: type[errors.Refused], status: int) -> None:
    assert refusal.status == status
    assert refusal.title
    assert refusal.title != errors.Refused.title


def test_what_is_not_there_and_what_is_anothers_read_the_same() -> None:
    assert errors.NotFound().sentence == errors.NotFound().sentence
    assert "another shop" in errors.NotFound().sentence
