"""The codes on the sheet, and the pages they open."""

import re

import pypdfium2
import zxingcpp

from shopfloor.db import db, in_shop
from shopfloor.sheets.models import Code
from tests.support.people import JobHandle, Person, ShopFixture


def codes_on_paper(person: Person, job: JobHandle) -> list[str]:
    """Print the sheet and read every code on it with a stranger's decoder."""
    reply = person.opens(f"/jobs/{job}/sheet.pdf")
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    pages = pypdfium2.PdfDocument(reply.data)
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]


def paths(shop: ShopFixture, job: JobHandle) -> dict[str, str]:
    with shop.app.app_context(), in_shop(shop.id):
        rows = db.session.query(Code).filter_by(job_id=job.id).order_by(Code.id).all()
        return {f"{code.purpose}{code.material_id or ''}": f"/q/{code.token}" for code in rows}


def typed(shop: ShopFixture, job: JobHandle, purpose: str) -> str:
    with shop.app.app_context(), in_shop(shop.id):
        return db.session.query(Code).filter_by(job_id=job.id, purpose=purpose).first().typed


def test_the_sheet_carries_one_code_for_each_thing_to_do(shop: ShopFixture) -> None:
    job = shop.job(coats=3)
    seen = codes_on_paper(shop.worker, job)
    assert sorted(seen) == sorted(f"http://127.0.0.1:8000{path}" for path in paths(shop, job).values())
    assert len(seen) == 5  # view, bump, three powders


def test_a_reprint_carries_the_same_codes(shop: ShopFixture) -> None:
    job = shop.job()
    assert sorted(codes_on_paper(shop.worker, job)) == sorted(codes_on_paper(shop.office, job))


def test_each_code_opens_its_page(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    opens = {name: shop.worker.opens(path).location for name, path in paths(shop, job).items()}
    powder = shop.powders[0].id
    assert opens == {
        "view": f"/jobs/{job}",
        "bump": f"/jobs/{job}/bump",
        f"powder{powder}": f"/materials/{powder}/log?job={job}",
    }
    for address in opens.values():
        assert shop.worker.opens(address).status_code == 200


def test_a_code_scanned_signed_out_comes_back_after_sign_in(shop: ShopFixture) -> None:
    path = paths(shop, shop.job())["bump"]
    reply = shop.app.test_client().get(path)
    assert reply.location == f"/sign-in?next={path}"


def test_foreign_unknown_altered_and_withdrawn_codes_read_the_same(shop: ShopFixture) -> None:
    job = shop.job()
    path = paths(shop, job)["bump"]
    altered = path[:-1] + ("A" if path[-1] != "A" else "B")
    shop.supervisor.posts(f"/jobs/{job}/codes")
    answers = [
        shop.stranger.opens(paths(shop, shop.job())["bump"]),
        shop.worker.opens("/q/nothing-like-it"),
        shop.worker.opens(altered),
        shop.worker.opens(path),
    ]
    personal = r"(?s) data-member=\"[^\"]*\"|<nav.*?</nav>|<header.*?</header>|<title>.*?</title>|<aside.*?</aside>"
    texts = {re.sub(personal, "", answer.text) for answer in answers}
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len(texts) == 1
    assert "No sheet of this shop carries that code" in answers[0].text


def test_replacing_codes_is_told_and_the_new_sheet_works(shop: ShopFixture) -> None:
    job = shop.job()
    old = set(paths(shop, job).values())
    assert shop.worker.posts(f"/jobs/{job}/codes").status_code == 403
    shop.supervisor.posts(f"/jobs/{job}/codes")
    fresh = {url.removeprefix("http://127.0.0.1:8000") for url in codes_on_paper(shop.worker, job)}
    assert not fresh & old
    assert all(shop.worker.opens(path).status_code in {302, 303} for path in fresh)
    assert shop.story(job) == [f"{shop.supervisor} replaced the codes of {job}: printed sheets no longer open it"]


def test_a_code_typed_by_hand_opens_the_same_page(shop: ShopFixture) -> None:
    job = shop.job()
    short = typed(shop, job, "bump")
    for way in (short, short.lower(), short.replace("-", ""), f"  {short} "):
        assert shop.worker.posts("/scan", code=way).location == f"/jobs/{job}/bump"
    assert shop.worker.posts("/scan", code=job.number.lower()).location == f"/jobs/{job}"


def test_a_wrong_typed_code_is_said_and_kept(shop: ShopFixture) -> None:
    for wrong in ("7K3-M9", "", "<script>", "JOB-9901-0001", "🎨" * 50):
        reply = shop.worker.posts("/scan", code=wrong)
        assert reply.status_code == 404
        assert "<script>" not in reply.text.replace('<script type="module"', "")
    foreign = typed(shop, shop.job(), "bump")
    assert shop.stranger.posts("/scan", code=foreign).status_code == 404


def test_guessing_codes_is_slowed(shop: ShopFixture) -> None:
    path = paths(shop, shop.job())["bump"]
    replies = {shop.worker.opens(f"/q/guess-{n}").status_code for n in range(70)}
    assert replies == {404, 429}
    slowed = shop.worker.opens(path)
    assert (slowed.status_code, int(slowed.headers["Retry-After"]) > 0) == (429, True)


def test_a_scan_of_a_finished_or_cancelled_job_says_so(shop: ShopFixture) -> None:
    done, gone = shop.job(at="Delivered"), shop.job()
    shop.supervisor.does("cancellations", shop.supervisor.sees(gone), reason="Customer gave up")
    for job, word in ((done, "Delivered"), (gone, "Cancelled")):
        page = shop.worker.opens(f"/jobs/{job}/bump").text
        assert f"{job} is {word}" in page
        assert "Advance to" not in page
        assert "Put on Hold" not in page


def test_the_bump_page_moves_and_holds(shop: ShopFixture) -> None:
    job = shop.job(at="Coating")
    moved = shop.worker.taps(shop.worker.sees(job), view="bump")
    assert moved.json["cards"][0]["id"] == "bump"
    assert "Advance to Quality Check" in moved.json["cards"][0]["html"]
    held = shop.worker.does("holds", shop.worker.sees(job), view="bump", reason="Parts missing")
    assert "Resume Curing" in held.json["cards"][0]["html"]
    assert shop.story(job) == [
        f"{shop.worker} moved {job} from Coating to Curing",
        f"{shop.worker} put {job} on hold (Curing): Parts missing",
    ]
