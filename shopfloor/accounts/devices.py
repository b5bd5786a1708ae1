"""What a person calls the device in their hand, from what its browser says of itself."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)


def device_words(user_agent: str) -> str:
    """ "Chrome on Android"; "A device" for one that hides."""
    system = next((words for mark, words in _SYSTEMS if mark in user_agent), "")
    browser = next((words for mark, words in _BROWSERS if mark in user_agent), "")
    return f"{browser or 'A browser'} on {system}" if system else browser or "A device"
