"""Web Push (RFC 8030, 8291, 8292): encrypted for the device, signed by us, left with the service its browser uses."""

import logging
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from shopfloor import outbound
from shopfloor.kernel import clock
from shopfloor.notifications.channels import Failed, Gone, Message, Retry
from shopfloor.notifications.keys import Keys

log = logging.getLogger(__name__)

TTL = 14400  # seconds a service keeps it for a phone that is asleep
LONGEST_WAIT = 6 * 3600


class Push:
    """Sends by our keys. `loopback` lets it send to this machine, for tests."""

    def __init__(self, keys: Keys, *, loopback: bool = False) -> None:
        self._keys, self._loopback = keys, loopback

    def deliver(self, message: Message) -> None:
        """Returns when the push service has taken it. Raises Gone, Retry or Failed."""
        host = urlsplit(message.endpoint)
        headers = {
            "Authorization": self._keys.authorization(f"{host.scheme}://{host.netloc}"),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL),
            "Topic": message.topic,
            "Urgency": "high" if message.urgent else "normal",
        }
        body = _encrypted(message)
        try:
            answer = outbound.post(message.endpoint, body, headers, loopback=self._loopback)
        except outbound.Refused as refused:
            log.warning("A device was forgotten: its push address is none we send to (%s).", refused)
            raise Gone(str(refused)) from None
        except outbound.Unreachable as silence:
            raise Retry(str(silence)) from None
        _understand(answer, host.hostname or "")


def _encrypted(message: Message) -> bytes:
    from pywebpush import WebPusher  # it brings 15 MB that only the process that sends needs

    keys = {"p256dh": message.p256dh, "auth": message.auth}
    body: bytes = WebPusher({"endpoint": message.endpoint, "keys": keys}).encode(message.payload)["body"]
    return body


def _understand(answer: outbound.Answer, host: str) -> None:
    """What a service says, in our words. The address itself is a secret and stays out of the log."""
    status = answer.status
    if 200 <= status < 300:
        return
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone(str(status))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        said = answer.text[:200].replace("\n", " ")
        log.error("%s refuses our pushes with %s: %s. See SHOPFLOOR_CONTACT and the clock of this machine.", host, status, said)
        raise Failed(f"refused {status}")
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
        raise Retry(str(status), _seconds(answer.retry_after))
    raise Failed(f"answered {status}")


def _seconds(retry_after: str | None) -> float | None:
    """The seconds a Retry-After asks for, as a number or as a date; None for none and for nonsense."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(min(int(retry_after.strip()[:9]), LONGEST_WAIT))
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    wait = (at.replace(tzinfo=at.tzinfo or UTC) - clock.now()).total_seconds()
    return min(max(wait, 0.0), LONGEST_WAIT)
