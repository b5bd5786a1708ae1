"""Where a person may be sent."""


def safe_next(address: str | None) -> str:
    """The address if it is a path of this site, else "/". To a browser "//" and "/\\" begin another site's."""
    if not address or len(address) > 2000 or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return "/"
    if "\\" in address or any(char < "!" for char in address):
        return "/"
    return address
