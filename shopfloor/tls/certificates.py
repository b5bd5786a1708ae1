"""The two certificates: the authority's, which people trust once, and the machine's, which comes and goes.

The authority may speak for local names and private addresses only: whoever steals its key can't pose as a bank.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey as Key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shopfloor.tls.names import Network, as_address, is_name, unique

AUTHORITY_FOR = timedelta(days=3650)
MACHINE_FOR = timedelta(days=397)  # Apple takes no more than 398
RENEW_BEFORE = timedelta(days=30)
CLOCKS_DIFFER = timedelta(days=1)

LOCAL_NAMES = ("localhost", "local", "lan", "home", "home.arpa", "internal", "intranet", "corp", "test")
PRIVATE = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
    "::1/128", "fc00::/7", "fe80::/10",
)  # fmt: skip


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def new_authority(key: Key, names: Iterable[str], now: datetime) -> x509.Certificate:
    """A root for local names and private addresses, and for these names of the machine whatever they are."""
    subject = _subject(f"Shopfloor on {_own_name(names)}")
    return (
        _begun(subject, subject, key, now, AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=_permitted(names), excluded_subtrees=None), critical=True)
        .sign(key, hashes.SHA256())
    )


def new_machine(key: Key, names: Iterable[str], authority: x509.Certificate, by: Key, now: datetime) -> x509.Certificate:
    """The machine's certificate for those names, which the authority must be able to speak for."""
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key())
    return (
        _begun(_subject(_own_name(names)), authority.subject, key, now, MACHINE_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(by, hashes.SHA256())
    )


def names_in(certificate: x509.Certificate) -> set[str]:
    """The names and addresses that a machine's certificate is for."""
    named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in named}


def may_speak_for(authority: x509.Certificate, name: str) -> bool:
    """Whether its constraints let the authority certify that name or address."""
    permitted = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    address = as_address(name)
    if address:
        networks = [ip_network(str(subtree.value)) for subtree in permitted if isinstance(subtree, x509.IPAddress)]
        return any(address in network for network in networks)
    zones = [subtree.value for subtree in permitted if isinstance(subtree, x509.DNSName)]
    return any(name == zone or name.endswith(f".{zone}") for zone in zones)


def _begun(subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, rest: timedelta) -> x509.CertificateBuilder:
    began = now - CLOCKS_DIFFER
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + rest)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _subject(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, name[:64]), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Shopfloor")]
    )


def _own_name(names: Iterable[str]) -> str:
    return next((name for name in names if is_name(name)), "this machine")


def _general(name: str) -> x509.GeneralName:
    address = as_address(name)
    return x509.IPAddress(address) if address else x509.DNSName(name)


def _permitted(names: Iterable[str]) -> list[x509.GeneralName]:
    """Local zones, private networks, and the machine's own names where they are neither."""
    zones = unique([*LOCAL_NAMES, *(name for name in names if is_name(name))])
    networks: list[Network] = [ip_network(network) for network in PRIVATE]
    own = [address for address in map(as_address, names) if address]
    networks += [ip_network(address) for address in own if not any(address in network for network in networks)]
    return [*(x509.DNSName(zone) for zone in zones), *(x509.IPAddress(network) for network in networks)]
