"""Who members are in what is hashed: numbers that nobody but the bot can tell apart from chance, and it only as long as
a member wants (docs/decisions/0135-records-name-nobody.md).

A record, and what a vote freezes, must stay as they are to the byte. So they never name a member: each vote has a
secret of its own, from which each member has a salt there, and the pseudonym is a hash of salt and Discord's id. Who is
told the salt can check that the number stands for this member, and for no other; who isn't can't even guess.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from bot.domain.ids import MemberId

SECRET_BYTES = 32
SALT_BYTES = 16
_PSEUDONYM_BYTES = 16
_DOMAIN = b"folkmoot/member/1\0"

_NAMING = frozenset({"author", "by", "from", "member", "owner", "to", "voter"})
"""The fields of documents under which a member stands; where it is an account on a chain, it begins with 0x."""
_LISTING = frozenset({"candidates", "delegated"})
_KEYED = frozenset({"ledger", "members"})
_NAMELESS = frozenset(
    {
        "actions",
        "called",
        "card",
        "cast",
        "choice",
        "choices",
        "evidence",
        "milestones",
        "policy",
        "pool",
        "rules",
    }
)
"""What names nobody, and may be long: it isn't looked into."""


def pseudonym(salt: bytes, member: MemberId) -> str:
    """The number of a member in one vote, in decimal digits: 128 bits of SHA-256 over the domain, the salt and the
    digits of Discord's id."""
    digest = hashlib.sha256(_DOMAIN + salt + str(member).encode()).digest()
    return str(int.from_bytes(digest[:_PSEUDONYM_BYTES], "big"))


class Pseudonyms(msgspec.Struct, frozen=True):
    """Those of one vote."""

    secret: bytes | None = b""
    """From which all salts follow; None once a member of this vote has been erased: then `salts` are those of the
    others. Empty where the policy has records name members, and in a vote that opened before there were pseudonyms:
    what it froze names members by their ids."""
    salts: Mapping[MemberId, bytes] = msgspec.field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether members stand for themselves."""
        return self.secret == b""

    @classmethod
    def new(cls, *, named: bool) -> Pseudonyms:
        """Those of a vote that opens. `named`: its record is to name members."""
        return cls(b"" if named else secrets.token_bytes(SECRET_BYTES))

    def salt(self, member: MemberId) -> bytes:
        """Raises KeyError for a member who was erased."""
        if self.secret is None:
            return self.salts[member]
        return hmac.digest(self.secret, str(member).encode(), "sha256")[:SALT_BYTES]

    def of(self, member: MemberId) -> str:
        """The member's number in this vote. Raises KeyError for a member who was erased."""
        if self.plain:
            return str(member)
        return pseudonym(self.salt(member), member)

    def names(self, members: Iterable[MemberId]) -> dict[str, MemberId]:
        """Whom numbers stand for, of these members."""
        return {
            self.of(member): member for member in members if self.secret is not None or member in self.salts
        }

    def without(self, erased: MemberId, members: Iterable[MemberId]) -> Pseudonyms:
        """The same, but that nothing leads to one of them any more. `members`: all of this vote."""
        if self.plain:
            return self
        kept = members if self.secret is not None else self.salts
        return Pseudonyms(None, {member: self.salt(member) for member in kept if member != erased})

    def veil(self, document: Any) -> Any:
        """A document as it is hashed: with numbers where members stand."""
        known: dict[str, str] = {}

        def number(text: str) -> str:
            found = known.get(text)
            if found is None:
                found = known[text] = self.of(MemberId(int(text)))
            return found

        return _renamed(document, number)


def unveil(document: Any, names: Mapping[str, MemberId]) -> Any:
    """A document as people read it: with the members that are known instead of their numbers."""
    return _renamed(document, lambda text: str(names.get(text, text)))


def _renamed(document: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(document, list):
        return [_renamed(each, rename) for each in document]
    if not isinstance(document, Mapping):
        return document
    found: dict[str, Any] = {}
    for name, value in document.items():
        if name in _NAMELESS:
            found[name] = value
        elif name in _NAMING and isinstance(value, str):
            found[name] = _one(value, rename)
        elif name in _LISTING and isinstance(value, list):
            found[name] = [_one(each, rename) for each in value]
        elif name in _KEYED and isinstance(value, Mapping):
            found[name] = {_one(each, rename): inner for each, inner in value.items()}
        else:
            found[name] = _renamed(value, rename)
    return found


def _one(text: str, rename: Callable[[str], str]) -> str:
    """A member by another name; a wallet stays."""
    return rename(text) if text.isascii() and text.isdecimal() else text
