"""What an operation may answer instead of doing it. Raised here, put into words for people, answered in one file of `web`."""


class Refused(Exception):
    """A request that is not carried out. `sentence` is shown to the person; `status` is its HTTP meaning."""

    status = 400
    title = "That did not work"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refused):
    """No such thing in this shop. Another shop's thing reads exactly the same."""

    status = 404
    title = "Nothing here"

    def __init__(self, sentence: str = "There is nothing at this address, or it belongs to another shop.") -> None:
        super().__init__(sentence)


class NotPermitted(Refused):
    """The person is known and may not do this."""

    status = 403
    title = "Not yours to do"


class NotTheirs(Refused):
    """A tap that another member made on this device. It waits there for whoever made it."""

    status = 403
    title = "Someone else's tap"


class Stale(Refused):
    """The thing has changed since it was seen. `subject` is what has changed, so that the answer can show it as it is."""

    status = 409
    title = "Someone was quicker"

    def __init__(self, sentence: str, subject: object = None) -> None:
        super().__init__(sentence)
        self.subject = subject


class Invalid(Refused):
    """What was entered can't be taken. `field` names the field the sentence belongs beside, if there is one."""

    status = 422
    title = "That can't be taken as it is"

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class TooLarge(Invalid):
    """More bytes than can be taken."""

    status = 413
    title = "Too much at once"


class Overtaken(Invalid):
    """Another transaction has just put down the same key. Run again, the operation sees what that one did."""


class Slowed(Refused):
    """Too many tries; `seconds` until the next one is looked at."""

    status = 429
    title = "Slow down a moment"

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Unavailable(Refused):
    """The store can't take it just now (full, locked, read-only). Nothing was changed; trying again is right."""

    status = 503
    title = "Can't save just now"
