"""Who is logged in. A browser has a cookie with a token and nothing else; everything else is kept here, for minutes."""

from datetime import timedelta
from secrets import compare_digest, token_urlsafe

import msgspec
from aiohttp import web

from bot.domain.accounts.sign_in_text import Site
from bot.domain.errors import LoginInterrupted, RequestMalformed
from bot.domain.ids import GuildId, MemberId
from bot.services.actors import Actor
from bot.services.expiring import Expiring, ExpiringLimits
from bot.services.ports import Clock
from bot.web.login.discord_login import Challenge

SESSIONS = ExpiringLimits(lifetime=timedelta(minutes=30), of_one=3, most=10_000)
READERS = ExpiringLimits(lifetime=timedelta(hours=12), of_one=5, most=10_000)
"""Whoever logged in only to read: nothing can be changed with it, and whether they are a member is asked again and
again."""
LOGINS = ExpiringLimits(lifetime=timedelta(minutes=10), of_one=20, most=10_000)
"""`of_one`: of an address."""


class Session(msgspec.Struct, frozen=True):
    """Somebody who logged in with the account for which their link was made."""

    actor: Actor
    locale: str
    form_token: str = msgspec.field(default_factory=lambda: token_urlsafe(24))
    """What each form of theirs carries along: no page of somebody else's knows it."""

    @property
    def member(self) -> MemberId:
        return self.actor.member

    def check_form(self, token: str) -> None:
        """Raises RequestMalformed for a form that isn't of this session."""
        _check(token, self.form_token)


class Reader(msgspec.Struct, frozen=True):
    """Somebody who logged in to read what their servers show to members."""

    member: MemberId
    locale: str
    form_token: str = msgspec.field(default_factory=lambda: token_urlsafe(24))

    def check_form(self, token: str) -> None:
        """Raises RequestMalformed for a form that isn't of this session."""
        _check(token, self.form_token)


def _check(token: str, expected: str) -> None:
    if not compare_digest(token.encode(), expected.encode()):
        raise RequestMalformed


class Login(msgspec.Struct, frozen=True):
    """A login that a browser has begun: for a link, or else to read the page at this path of ours."""

    challenge: Challenge
    link: str = ""
    read: str = ""
    connects: bool = False
    """It is for linked roles: Discord is told of the account, and nobody is logged in afterwards."""


class Sessions:
    """Sessions and logins, and the cookies under which they are found."""

    def __init__(self, clock: Clock, site: Site) -> None:
        self._secure = site.scheme == "https"
        # A cookie of this prefix is taken over TLS only, and from no other host of the same domain.
        prefix = "__Host-" if self._secure else ""
        self._session_cookie, self._login_cookie = f"{prefix}folkmoot", f"{prefix}folkmoot-login"
        self._sessions: Expiring[tuple[GuildId, MemberId], Session] = Expiring(clock, SESSIONS)
        self._reader_cookie = f"{prefix}folkmoot-reader"
        self._readers: Expiring[MemberId, Reader] = Expiring(clock, READERS)
        self._logins: Expiring[str, Login] = Expiring(clock, LOGINS)

    def of(self, request: web.Request) -> Session | None:
        return self._sessions.found(request.cookies.get(self._session_cookie, ""))

    def reader_of(self, request: web.Request) -> Reader | None:
        return self._readers.found(request.cookies.get(self._reader_cookie, ""))

    def begin_login(self, response: web.StreamResponse, address: str, login: Login) -> None:
        self._set(response, self._login_cookie, self._logins.keep(address, login), LOGINS)

    def finish_login(self, request: web.Request, state: str) -> Login:
        """The login that this browser began, which can't be finished twice. Raises LoginInterrupted, also for a state
        that isn't its own."""
        login = self._logins.take(request.cookies.get(self._login_cookie, ""))
        if login is None or not compare_digest(state.encode(), login.challenge.state.encode()):
            raise LoginInterrupted
        return login

    def begin(self, request: web.Request, response: web.StreamResponse, session: Session) -> None:
        """Under a new token, whatever cookie the browser came with; what stood under that one is over."""
        self.end(request, response)
        owner = (session.actor.guild, session.actor.member)
        self._set(response, self._session_cookie, self._sessions.keep(owner, session), SESSIONS)
        response.del_cookie(self._login_cookie, secure=self._secure, httponly=True, samesite="Lax")

    def begin_reading(self, request: web.Request, response: web.StreamResponse, reader: Reader) -> None:
        """The same of who only reads."""
        self.end_reading(request, response)
        self._set(response, self._reader_cookie, self._readers.keep(reader.member, reader), READERS)
        response.del_cookie(self._login_cookie, secure=self._secure, httponly=True, samesite="Lax")

    def end_reading(self, request: web.Request, response: web.StreamResponse) -> None:
        self._readers.take(request.cookies.get(self._reader_cookie, ""))
        response.del_cookie(self._reader_cookie, secure=self._secure, httponly=True, samesite="Lax")

    def end(self, request: web.Request, response: web.StreamResponse) -> None:
        self._sessions.take(request.cookies.get(self._session_cookie, ""))
        response.del_cookie(self._session_cookie, secure=self._secure, httponly=True, samesite="Lax")

    def _set(self, response: web.StreamResponse, name: str, token: str, limits: ExpiringLimits) -> None:
        # Lax, since the way back from Discord begins on another site; each form is checked besides.
        response.set_cookie(
            name,
            token,
            max_age=int(limits.lifetime.total_seconds()),
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="Lax",
        )
