"""The authority's certificate in the two forms that phones take it in."""

import plistlib
from hashlib import sha256
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


def as_der(authority: x509.Certificate) -> bytes:
    """For Android, and for desks."""
    return authority.public_bytes(Encoding.DER)


def as_profile(authority: x509.Certificate) -> bytes:
    """For iPhones and iPads: a configuration profile. The same certificate is always the same profile."""
    der = as_der(authority)
    name = authority.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"shopfloor.authority.{sha256(der).hexdigest()[:16]}.root",
        "PayloadUUID": _uuid(der + b"root"),
        "PayloadDisplayName": name,
        "PayloadCertificateFileName": "shopfloor.crt",
        "PayloadContent": der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"shopfloor.authority.{sha256(der).hexdigest()[:16]}",
            "PayloadUUID": _uuid(der),
            "PayloadDisplayName": name,
            "PayloadDescription": "Lets this device open Shopfloor safely on the shop's own network.",
            "PayloadOrganization": "Shopfloor",
            "PayloadRemovalDisallowed": False,
            "PayloadContent": [payload],
        }
    )


def _uuid(seed: bytes) -> str:
    return str(UUID(bytes=sha256(seed).digest()[:16], version=5)).upper()
