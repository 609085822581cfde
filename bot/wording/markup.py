"""How our sentences are set: plain for a terminal, with marks in a message.

What the words are is written once (source_words.py, policy_words.py); a hand says how they look, and makes what others
wrote (names of choices, symbols of tokens) harmless where it is shown.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.ids import Address, RoleId


class Markup(Protocol):
    def strong(self, text: str) -> str:
        """Our own words, made to stand out."""
        ...

    def name(self, text: str, limit: int = 60) -> str:
        """Somebody else's words, in at most about so many characters."""
        ...

    def code(self, text: str) -> str:
        """Something to be taken letter by letter."""
        ...

    def account(self, account: Address) -> str:
        """An address in full."""
        ...

    def role(self, role: RoleId) -> str: ...


class PlainMarkup:
    """For a terminal: no marks, and nothing that could break the line or act on the terminal."""

    def strong(self, text: str) -> str:
        return text

    def name(self, text: str, limit: int = 60) -> str:
        text = "".join(sign if sign.isprintable() else " " for sign in text)
        text = " ".join(text.split())
        return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"

    def code(self, text: str) -> str:
        return self.name(text, 200)

    def account(self, account: Address) -> str:
        return account

    def role(self, role: RoleId) -> str:
        return str(role)


PLAIN = PlainMarkup()


def listed(names: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
