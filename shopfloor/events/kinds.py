"""An event kind is declared once: its name, its fields, the sentence it reads as, who hears of it, which screens it touches."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any, TypeVar, dataclass_transform

from shopfloor.events.news import Tells

C = TypeVar("C")
Touches = Callable[[int, int], None]

_kinds: dict[str, "Kind"] = {}
_names: dict[type, str] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """`says` is a sentence with {actor}, the subject by its type ({job}), and the payload's fields in it.

    `touches(subject_id, seq)` marks what shows the subject as changed by the event numbered `seq`; `tells(happening)`
    gives the news that people are told of, outside of the transaction and a moment later.
    """

    name: str
    payload: type
    says: str
    touches: Touches | None
    tells: Tells | None = None

    @property
    def words(self) -> set[str]:
        """The names the sentence needs."""
        return {name for _, name, _, _ in Formatter().parse(self.says) if name}

    def sentence(self, actor: str, subject_type: str, label: str, payload: dict[str, Any]) -> str:
        """What happened, for people."""
        return self.says.format_map({**payload, "actor": actor, subject_type: label})


@dataclass_transform(frozen_default=True)
def kind(name: str, *, says: str, touches: Touches | None = None, tells: Tells | None = None) -> Callable[[type[C]], type[C]]:
    """Declare an event kind. The class becomes a frozen dataclass; its name in the log is for ever."""

    def declare(payload: type[C]) -> type[C]:
        made: type[C] = dataclass(frozen=True, slots=True)(payload)
        if name in _kinds:
            raise ValueError(f"Two kinds are called {name!r}.")
        _kinds[name] = Kind(name, made, says, touches, tells)
        _names[made] = name
        return made

    return declare


def also_touches(event: type, touches: Touches) -> None:
    """Have a feature that stands above the event's own mark things of its own as changed by it, too."""
    name, own = _names[event], _kinds[_names[event]].touches

    def both(subject_id: int, seq: int) -> None:
        if own:
            own(subject_id, seq)
        touches(subject_id, seq)

    _kinds[name] = replace(_kinds[name], touches=both)


def kind_of(event: str | object) -> Kind:
    """The kind of that name, or of that event."""
    return _kinds[event if isinstance(event, str) else _names[type(event)]]


def kinds() -> list[Kind]:
    """All kinds there are, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def payload_of(event: Any) -> dict[str, Any]:
    """The event's fields, as the log keeps them."""
    return {name: getattr(event, name) for name in event.__slots__}
