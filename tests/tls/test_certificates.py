"""The authority and the machine's certificate, looked at by somebody who trusts neither us nor our own checks: Python's ssl."""

import plistlib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from shopfloor.tls import certificates
from shopfloor.tls.names import ALWAYS, lan_addresses, names_of_machine
from shopfloor.tls.profile import as_profile
from shopfloor.tls.store import Store, Unfit, fingerprint

NOW = datetime.now(UTC)
NAMES = ["192.168.1.20", "shop-pc", "shop-pc.local", *ALWAYS]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "tls")
    store.prepare(NAMES, now=NOW)
    return store


def shakes_hands(store: Store, name: str, certificate: Path | None = None, key: Path | None = None) -> None:
    """A whole handshake in memory, with the authority trusted. Raises SSLCertVerificationError."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate or store.certificate_file, key or store.key_file)
    trusting = ssl.create_default_context(cafile=store.authority_file)
    trusting.verify_flags |= ssl.VERIFY_X509_STRICT
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    phone = trusting.wrap_bio(back, there, server_hostname=name)
    server = serving.wrap_bio(there, back, server_side=True)
    done: set[ssl.SSLObject] = set()
    while len(done) < 2:
        for end in (phone, server):
            try:
                end.do_handshake()
                done.add(end)
            except ssl.SSLWantReadError:
                continue


def machine(store: Store) -> x509.Certificate:
    return x509.load_pem_x509_certificate(store.certificate_file.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_who_trusts_the_authority_trusts_the_machine_by_each_of_its_names(store: Store, name: str) -> None:
    shakes_hands(store, name)


@pytest.mark.parametrize("name", ["192.168.1.21", "other-pc.local", "shop.example"])
def test_by_another_name_it_is_refused(store: Store, name: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=r"mismatch|not valid"):
        shakes_hands(store, name)


def test_the_authority_can_not_speak_for_the_internet(store: Store, tmp_path: Path) -> None:
    authority = store.authority()
    assert authority
    assert not certificates.may_speak_for(authority, "bank.example")
    assert not certificates.may_speak_for(authority, "8.8.8.8")
    stolen = Store(tmp_path / "stolen")
    stolen.folder.mkdir()
    key, by = certificates.new_key(), load_pem_private_key(store.authority_key_file.read_bytes(), password=None)
    assert isinstance(by, certificates.Key)
    false = certificates.new_machine(key, ["bank.example"], authority, by, NOW)
    stolen.certificate_file.write_bytes(false.public_bytes(Encoding.PEM))
    stolen.key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shakes_hands(store, "bank.example", stolen.certificate_file, stolen.key_file)


def test_keys_are_for_the_owners_eyes_only(store: Store) -> None:
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert store.authority_key_file.stat().st_mode & 0o777 == 0o600
    assert store.key_file.stat().st_mode & 0o777 == 0o600


def test_phones_take_certificates_of_this_length(store: Store) -> None:
    made, authority = machine(store), store.authority()
    assert authority
    assert made.not_valid_after_utc - made.not_valid_before_utc <= timedelta(days=397)
    assert authority.not_valid_after_utc - authority.not_valid_before_utc >= timedelta(days=3650)


def test_starting_again_changes_nothing(store: Store) -> None:
    before = {path.name: path.read_bytes() for path in store.folder.iterdir()}
    store.prepare(NAMES, now=NOW + timedelta(days=300))
    assert {path.name: path.read_bytes() for path in store.folder.iterdir()} == before


@pytest.mark.parametrize(
    ("names", "days"),
    [(NAMES, 397 - 30), (NAMES, 900), (["192.168.1.33", *NAMES[1:]], 1), (NAMES[:1], 1)],
    ids=["under 30 days are left", "it ended long ago", "another address", "fewer names"],
)
def test_it_is_renewed_by_the_same_authority(store: Store, names: list[str], days: int) -> None:
    trusted, before = store.authority(), machine(store)
    assert store.prepare(names, now=NOW + timedelta(days=days)) == names
    assert store.authority() == trusted
    assert machine(store).serial_number != before.serial_number
    assert certificates.names_in(machine(store)) == set(names)


def test_a_name_the_authority_was_not_made_for_is_left_out(store: Store) -> None:
    assert store.prepare(["floor.example.com", *NAMES], now=NOW) == NAMES


def test_a_name_it_was_made_for_may_be_any(tmp_path: Path) -> None:
    store = Store(tmp_path / "tls")
    names = ["floor.example.com", "203.0.113.9", *ALWAYS]
    assert store.prepare(names, now=NOW) == names
    shakes_hands(store, "floor.example.com")
    shakes_hands(store, "203.0.113.9")


def test_what_was_tampered_with_is_told_in_words(store: Store) -> None:
    store.authority_key_file.write_text("nothing")
    with pytest.raises(Unfit, match="Move the folder"):
        store.prepare(NAMES, now=NOW)


def test_a_certificate_of_somebody_else_is_replaced(store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    other.prepare(NAMES, now=NOW)
    store.certificate_file.write_bytes(other.certificate_file.read_bytes())
    store.key_file.write_bytes(other.key_file.read_bytes())
    store.prepare(NAMES, now=NOW)
    shakes_hands(store, "shop-pc.local")


def test_the_profile_carries_the_same_certificate(store: Store) -> None:
    authority = store.authority()
    assert authority
    told = plistlib.loads(as_profile(authority))
    (root,) = told["PayloadContent"]
    assert (told["PayloadType"], root["PayloadType"]) == ("Configuration", "com.apple.security.root")
    assert x509.load_der_x509_certificate(root["PayloadContent"]) == authority
    assert as_profile(authority) == as_profile(authority)
    assert len(fingerprint(authority).split(":")) == 32


def test_the_machine_knows_its_names() -> None:
    names = names_of_machine()
    assert set(ALWAYS) <= set(names)
    assert names[: len(lan_addresses())] == lan_addresses()
    assert not [name for name in lan_addresses() if name.startswith("127.")]
