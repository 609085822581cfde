"""In which language a page speaks: the one of the member's Discord, or that of the browser."""

import re

from aiohttp import web

from bot.domain.accounts.chain_pages import ChainPages
from bot.web.login.sessions import Reader, Session
from bot.wording.catalog import SOURCE_LOCALE, translations
from bot.wording.language import Language, language
from bot.wording.markup.html_markup import HtmlMarkup

_TAG = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2})\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?")
_MOST_TAGS = 10


def language_for(request: web.Request, session: Session | Reader | None, pages: ChainPages) -> Language:
    wanted = [session.locale] if session else []
    wanted += accepted(request.headers.get("Accept-Language", ""))
    return language(locale_for(wanted), HtmlMarkup(pages))


def locale_for(wanted: list[str]) -> str:
    """The first of these for which there is a catalogue, or whose language is the code's own."""
    for tag in filter(_TAG.fullmatch, wanted):
        if tag.partition("-")[0].lower() == SOURCE_LOCALE:
            return SOURCE_LOCALE
        if translations(tag)[0] != SOURCE_LOCALE:
            return tag
    return SOURCE_LOCALE


def accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header (RFC 9110), the most wanted first."""
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:_MOST_TAGS]:
        tag = _TAG.fullmatch(part)
        if tag and float(tag[2] or 1) > 0:
            found.append((float(tag[2] or 1), tag[1]))
    return [tag for _, tag in sorted(found, key=lambda each: -each[0])]
