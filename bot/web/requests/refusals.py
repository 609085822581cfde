"""How an error becomes an answer to a browser."""

import secrets

import structlog
from aiohttp import web

from bot.domain import errors
from bot.domain.errors import FolkmootError, PageUnknown, TooManyPages, Unavailable
from bot.web.login.readable import is_readable
from bot.web.page import Visit
from bot.wording.delivery.answers import fault_named
from bot.wording.errors import message, words_for
from bot.wording.pages.layout import back_label, log_in_label

_STATUSES: dict[type[FolkmootError], int] = {
    errors.PageUnknown: 404,
    errors.RequestTooSlow: 408,
    errors.RequestTooLarge: 413,
    errors.TooManyPages: 429,
    errors.TooManyStreams: 429,
    errors.LinkExpired: 410,
    errors.HandedOver: 410,
    errors.LinkOfAnother: 403,
    errors.ConsentMissing: 403,
    errors.LoginDeclined: 403,
    errors.NotLoggedIn: 403,
}
_log = structlog.get_logger(__name__)


def refused(visit: Visit, error: BaseException) -> web.Response:
    """The error in words, as a page or, for our script, as JSON. A fault of the program is logged with a code."""
    fault = None
    if not isinstance(error, FolkmootError):
        fault = secrets.token_hex(4)
        _log.error("page.fault", code=fault, path=visit.request.path, exc_info=error)
    if visit.by_script:
        say = visit.say.plain()
        text = (
            words_for(error, say) if fault is None else f"{words_for(error, say)} {fault_named(fault, say)}"
        )
        response = visit.send({"refused": text}, status=_status(error))
    else:
        response = visit.show(
            "refusal.html",
            status=_status(error),
            said=message(error, visit.say),
            fault=None if fault is None else fault_named(fault, visit.say),
            back=back_label(visit.say) if visit.session else None,
            read=_read(visit, error),
            log_in=log_in_label(visit.say),
        )
    if isinstance(error, TooManyPages):
        response.headers["Retry-After"] = str(error.wait)
    return response


def _status(error: BaseException) -> int:
    if isinstance(error, Unavailable):
        return 503
    return _STATUSES.get(type(error), 400) if isinstance(error, FolkmootError) else 500


def _read(visit: Visit, error: BaseException) -> str | None:
    """The page for which it may help to log in: whether it is there or not, who hasn't is told the same."""
    path = visit.request.path
    if isinstance(error, PageUnknown) and visit.signed_in is None and is_readable(path):
        return path
    return None
