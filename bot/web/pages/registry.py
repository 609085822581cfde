"""All pages."""

from bot.web.page import Page
from bot.web.pages.api import API
from bot.web.pages.ballot import BALLOT
from bot.web.pages.events import EVENTS
from bot.web.pages.feeds import FEEDS
from bot.web.pages.link import LINK
from bot.web.pages.linked import LINKED
from bot.web.pages.login import LOGIN
from bot.web.pages.logout import LOGOUT
from bot.web.pages.message import MESSAGE
from bot.web.pages.proposal import PROPOSAL
from bot.web.pages.record import RECORD
from bot.web.pages.revocation import REVOCATION
from bot.web.pages.revoke import REVOKE
from bot.web.pages.sign import SIGN
from bot.web.pages.space import SPACE
from bot.web.pages.start import START
from bot.web.pages.vote import VOTE
from bot.web.pages.voters import VOTERS
from bot.web.pages.wallet import WALLET

PAGES: tuple[Page, ...] = (
    START,
    LINK,
    LOGIN,
    LOGOUT,
    WALLET,
    MESSAGE,
    LINKED,
    REVOKE,
    REVOCATION,
    SIGN,
    VOTE,
    BALLOT,
    SPACE,
    PROPOSAL,
    EVENTS,
    VOTERS,
    RECORD,
    FEEDS,
    API,
)
