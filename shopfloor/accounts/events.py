"""Coming and going."""

from shopfloor.events import kind


@kind("member.signed_in", says="{member} signed in on {device}")
class MemberSignedIn:
    device: str


@kind("member.signed_out", says="{member} signed out on {device}")
class MemberSignedOut:
    device: str


@kind("member.session_revoked", says="{actor} signed {member} out on {device}")
class SessionRevoked:
    device: str
