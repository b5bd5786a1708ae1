"""What the scanner of the app asks the server, and what the page lets it do."""

import pytest

from shopfloor.web.headers import CSP
from tests.sheets.test_codes import paths, typed
from tests.support.people import ShopFixture


def token(shop: ShopFixture, job: object, purpose: str) -> str:
    return paths(shop, job)[purpose].rsplit("/", 1)[1]


def test_a_code_is_told_in_the_words_of_its_card(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    told = shop.worker.opens(f"/scan/{token(shop, job, 'bump')}").json
    assert told == {
        "id": job.id,
        "number": job.number,
        "customer": shop.customer.name,
        "standing": "Coating",
        "step": shop.worker.sees(job).step,
        "next": "Curing",
        "url": f"/jobs/{job}",
        "opens": f"/jobs/{job}/bump",
    }


@pytest.mark.parametrize("as_typed", [str, str.lower, lambda code: code.replace("-", "")], ids=["printed", "small", "no dash"])
def test_a_typed_code_is_told_like_a_scanned_one(shop: ShopFixture, as_typed: object) -> None:
    job = shop.job(at="Coating")
    told = shop.worker.opens(f"/scan/{as_typed(typed(shop, job, 'bump'))}")
    assert told.json == shop.worker.opens(f"/scan/{token(shop, job, 'bump')}").json
    assert shop.worker.opens(f"/scan/{job.number.lower()}").json["opens"] == f"/jobs/{job}"


def test_a_powders_code_opens_its_log_and_advances_nothing(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    powder = shop.powders[0].id
    told = shop.worker.opens(f"/scan/{token(shop, job, f'powder{powder}')}").json
    assert (told["next"], told["opens"]) == (None, f"/materials/{powder}/log?job={job}")


def test_a_job_on_hold_has_no_next_step_to_be_scanned_into(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    shop.supervisor.does("holds", shop.supervisor.sees(job), reason="Oven down")
    told = shop.worker.opens(f"/scan/{token(shop, job, 'bump')}").json
    assert (told["standing"], told["next"]) == ("On Hold", None)


def test_a_strangers_code_is_nothing_here_and_guesses_are_counted(shop: ShopFixture) -> None:
    job = shop.job()
    address = f"/scan/{token(shop, job, 'bump')}"
    assert shop.stranger.opens(address).status_code == 404
    assert {shop.worker.opens(f"/scan/guess-{n:02}-more").status_code for n in range(70)} == {404, 429}


def test_a_scanner_that_types_may_type_a_whole_address(shop: ShopFixture) -> None:
    job = shop.job()
    for host in ("http://127.0.0.1:8000", "https://old-name.example"):
        path = paths(shop, job)["bump"]
        assert shop.worker.posts("/scan", code=f"{host}{path}").location == f"/jobs/{job}/bump"
    assert shop.worker.posts("/scan", code="https://elsewhere.example/menu").status_code == 404


def test_only_the_page_that_reads_codes_may_compile_webassembly(shop: ShopFixture) -> None:
    wider = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    assert shop.worker.opens("/scan").headers["Content-Security-Policy"] == wider
    assert shop.worker.posts("/scan", code="22-2222").headers["Content-Security-Policy"] == wider
    assert shop.worker.opens("/mobile").headers["Content-Security-Policy"] == CSP
