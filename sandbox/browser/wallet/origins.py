"""Each member has the bot's pages at an address of their own, so that several are logged in in one browser at once.

A browser keeps cookies by the name of a server: `123.localhost`, which is this machine in every browser, is where the
member 123 is. The bot knows one address alone, the usual one: what it is told is put into its terms, and where it sends
the browser is put into the member's. Discord leads everybody back to the usual address; the state that it hands back
says whom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aiohttp import hdrs
from multidict import CIMultiDict
from yarl import URL

_MEMBER = re.compile(r"([0-9]{1,20})\.localhost:[0-9]{1,5}")
_STATE = re.compile(r"(.*)\.([0-9]{1,20})", re.DOTALL)
_AUTHORIZE, _LOGIN = "/oauth2/authorize", "/login"
"""Where Discord asks people, and where the bot has them sent back to."""
_OF_ORIGINS = (hdrs.ORIGIN, hdrs.REFERER)


@dataclass(frozen=True)
class Origins:
    """`host`: the usual name of the server, with its port."""

    host: str

    @property
    def usual(self) -> str:
        """The origin that the bot knows."""
        return f"http://{self.host}"

    def of(self, member: str) -> str:
        """Where the member with this id has the pages."""
        return f"http://{member}.localhost:{self.host.rpartition(':')[2]}"

    def known(self, host: str) -> bool:
        """Whether this name is one of ours; another one may be one that a website has (DNS rebinding)."""
        member = self.member(host)
        return host == self.host or (member is not None and f"http://{host}" == self.of(member))

    def member(self, host: str) -> str | None:
        """Whose address this is; None for the usual one."""
        found = _MEMBER.fullmatch(host)
        return found[1] if found else None

    def to_bot(self, headers: CIMultiDict[str]) -> None:
        """Put what a member's browser says of where it is into the bot's terms. What is of other sites stays."""
        own = f"http://{headers[hdrs.HOST]}"
        headers[hdrs.HOST] = self.host
        for name in _OF_ORIGINS:
            said = headers.getall(name, [])
            headers.popall(name, None)
            for value in said:
                inside = value == own or value.startswith(f"{own}/")
                headers.add(name, self.usual + value[len(own) :] if inside else value)

    def from_bot(self, headers: CIMultiDict[str], member: str) -> None:
        """Put where the bot sends a member's browser into the member's terms."""
        if hdrs.LOCATION not in headers:
            return
        target = URL(headers[hdrs.LOCATION], encoded=True)
        if target.absolute and str(target.origin()) == self.usual:
            headers[hdrs.LOCATION] = self.of(member) + str(target.relative())
        elif target.path == _AUTHORIZE and str(target.query.get("redirect_uri", "")).startswith(
            f"{self.usual}/"
        ):
            # Discord asks the member whom the address names, and hands the state back.
            state = f"{target.query.get('state', '')}.{member}"
            headers[hdrs.LOCATION] = str(target.update_query(state=state, login_hint=member))

    def leads_back(self, host: str, target: URL) -> str | None:
        """Where a browser belongs that Discord has sent to the usual address; None where it is right here."""
        if host != self.host or target.path != _LOGIN:
            return None
        found = _STATE.fullmatch(target.query.get("state", ""))
        return self.of(found[2]) + str(target.update_query(state=found[1])) if found else None
