"""A letter as it goes over the wire (RFC 5322). Headers are made by the standard library, which refuses line breaks in them."""

from collections.abc import Iterable
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from shopfloor.kernel import clock
from shopfloor.mail.channels import Envelope
from shopfloor.mail.logo import LetterLogo
from shopfloor.mail.paper import LOGO


def envelope(letter: Any, attached: Iterable[Any], *, sender: str, sender_name: str, logo: LetterLogo | None) -> Envelope:
    """The letter with its attachments, from that sender. Its Message-ID is the same at every try."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(_plain(sender_name), addr_spec=sender)
    message["To"] = Address(_plain(letter.to_name), addr_spec=letter.to_address)
    message["Subject"] = _plain(letter.subject)
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{letter.mark}@{sender.partition('@')[2]}>"
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    if letter.member_id is None:
        message["Auto-Submitted"] = "auto-generated"  # so that no absence note is sent back
    message.set_content(letter.text)
    message.add_alternative(_with(logo, letter.html), subtype="html")
    if logo:
        message.get_payload()[1].add_related(logo.png, "image", "png", cid="<logo>", disposition="inline", filename="logo.png")  # type: ignore[union-attr, index]
    for part in attached:
        kind, _, subtype = part.mimetype.partition("/")
        message.add_attachment(part.content, maintype=kind, subtype=subtype, filename=_plain(part.name))
    return Envelope(sender, letter.to_address, letter.mark, message)


def _plain(text: str) -> str:
    """The text without what reads as an encoded word: the library decodes those, line breaks in them too, before it looks."""
    return text.replace("=?", "= ?")


def _with(logo: LetterLogo | None, html: str) -> str:
    """On white in the dark, too: most logos are drawn for paper."""
    size = f'width="{logo.width}" height="{logo.height}"' if logo else ""
    look = "display:block;margin:0 0 12px;background:#ffffff"
    return html.replace(LOGO, f'<img src="cid:logo" alt="" {size} style="{look}">' if logo else "", 1)
