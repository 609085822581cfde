"""All pages."""

from bot.web.page import Page
from bot.web.pages.linked_role import LINKED_ROLE
from bot.web.pages.login import LOGIN
from bot.web.pages.logout import LOGOUT
from bot.web.pages.reading.api import API
from bot.web.pages.reading.claims import CLAIMS
from bot.web.pages.reading.delegates import DELEGATES
from bot.web.pages.reading.events import EVENTS
from bot.web.pages.reading.feeds import FEEDS
from bot.web.pages.reading.mirror import MIRROR
from bot.web.pages.reading.mirrored import MIRRORED
from bot.web.pages.reading.proposal import PROPOSAL
from bot.web.pages.reading.record import RECORD
from bot.web.pages.reading.space import SPACE
from bot.web.pages.reading.statements import STATEMENTS
from bot.web.pages.reading.treasury import TREASURY
from bot.web.pages.reading.voters import VOTERS
from bot.web.pages.signing.ballot import BALLOT
from bot.web.pages.signing.chain_ballot import CHAIN_BALLOT
from bot.web.pages.signing.chain_vote import CHAIN_VOTE
from bot.web.pages.signing.relay import RELAY
from bot.web.pages.signing.sign import SIGN
from bot.web.pages.signing.vote import VOTE
from bot.web.pages.start import START
from bot.web.pages.wallets.link import LINK
from bot.web.pages.wallets.linked import LINKED
from bot.web.pages.wallets.message import MESSAGE
from bot.web.pages.wallets.revocation import REVOCATION
from bot.web.pages.wallets.revoke import REVOKE
from bot.web.pages.wallets.wallet import WALLET

PAGES: tuple[Page, ...] = (
    START,
    LINK,
    LOGIN,
    LOGOUT,
    LINKED_ROLE,
    WALLET,
    MESSAGE,
    LINKED,
    REVOKE,
    REVOCATION,
    SIGN,
    VOTE,
    BALLOT,
    CHAIN_VOTE,
    CHAIN_BALLOT,
    RELAY,
    SPACE,
    TREASURY,
    DELEGATES,
    PROPOSAL,
    EVENTS,
    VOTERS,
    RECORD,
    STATEMENTS,
    CLAIMS,
    MIRROR,
    MIRRORED,
    FEEDS,
    API,
)
