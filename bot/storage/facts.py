"""All repositories of one transaction."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services import ports
from bot.storage.ballots import StoredBallots
from bot.storage.claims import StoredClaims
from bot.storage.delegations import StoredDelegations, StoredProfiles
from bot.storage.log import StoredLog
from bot.storage.messages import StoredMessages
from bot.storage.outbox import StoredOutbox
from bot.storage.proposals import StoredProposals
from bot.storage.reactions import StoredReactions
from bot.storage.readings import StoredReadings
from bot.storage.reputation import StoredLedger
from bot.storage.spaces import StoredSpaces
from bot.storage.stakes import StoredStakes
from bot.storage.wallets import StoredWallets


class StoredFacts:
    """`ports.Facts` on a connection that is in a transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.spaces: ports.Spaces = StoredSpaces(connection)
        self.wallets: ports.Wallets = StoredWallets(connection)
        self.proposals: ports.Proposals = StoredProposals(connection)
        self.ballots: ports.Ballots = StoredBallots(connection)
        self.claims: ports.Claims = StoredClaims(connection)
        self.readings: ports.Readings = StoredReadings(connection)
        self.reactions: ports.Reactions = StoredReactions(connection)
        self.delegations: ports.Delegations = StoredDelegations(connection)
        self.profiles: ports.Profiles = StoredProfiles(connection)
        self.reputation: ports.Ledger = StoredLedger(connection)
        self.stakes: ports.Stakes = StoredStakes(connection)
        self.messages: ports.Messages = StoredMessages(connection)
        self.log: ports.Log = StoredLog(connection)
        self.outbox: ports.Outbox = StoredOutbox(connection)
