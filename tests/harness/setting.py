"""The servers, tokens and times of the tests' parliament, and how it is set up."""

from datetime import timedelta
from typing import Any

from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.power import Erc20, Erc20Votes, Erc721
from bot.domain.spaces.setup import SetupAnswers
from tests.fakes import MAINNET, account

GUILD, OTHER_GUILD = GuildId(1000), GuildId(2000)
MODERATORS, GUARDIANS = RoleId(11), RoleId(12)
TOKEN = Erc20Votes(chain=MAINNET, contract=account("token"))
SILVER = Erc20(chain=MAINNET, contract=account("silver"))
NFT = Erc721(chain=MAINNET, contract=account("nft"))
SAFE = account("safe")
SAFES = {GUILD: SAFE, OTHER_GUILD: account("safe of the other server")}
SIGNERS = (account("signer one"), account("signer two"), account("signer three"))
CHOICES = ("For", "Against", "Abstain")
QUORUMS_ASKED = dict.fromkeys(("association", "hybrid", "quadratic", "reputation"), "15 voters")
"""For presets that ask for one where money moves."""

DISCUSSION = timedelta(days=2)
VOTING = timedelta(days=5)
TIMELOCK = timedelta(days=2)
EXECUTION = timedelta(days=14)
UNRESOLVED_AFTER = timedelta(hours=6)
GRACE = timedelta(seconds=3)
TICK = timedelta(milliseconds=1)


def setup_answers(**fields: Any) -> SetupAnswers:
    """What a moderator fills in."""
    usual = {
        "announcements": ChannelId(1),
        "discussion": ChannelId(2),
        "log": ChannelId(3),
        "moderators": MODERATORS,
        "guardians": GUARDIANS,
        "chain": "mainnet",
        "sources": f"erc20_votes {TOKEN.contract}",
    }
    return SetupAnswers(**{**usual, **fields})


async def no_roles(member: MemberId) -> frozenset[RoleId]:
    """The roles of anybody in a server without any."""
    return frozenset()
