"""What the doctor looked at, what it found, and how to mend it: codes with data, worded in bot/wording/findings.py."""

from datetime import datetime

from bot.domain.fault import Fault


class Finding(Fault, frozen=True):
    """The root of all of them."""


# What was looked at


class Named(Finding, frozen=True):
    """Something that has a name of its own: a source of power, an executor."""

    name: str


class OfPower(Finding, frozen=True):
    """What a source of power of this name counts."""

    name: str


class ProposerOf(Finding, frozen=True):
    """Whether requests reach those who carry out what an executor of this name is asked."""

    name: str


class ProofOf(Finding, frozen=True):
    """Whether it is proved that an executor of this name belongs to the space."""

    name: str


class SeveralActionsOf(Finding, frozen=True):
    """Whether an executor of this name can be asked for several actions at once."""

    name: str


class OfTrack(Finding, frozen=True):
    track: str


class OfChain(Finding, frozen=True):
    name: str
    id: int


class OfHistory(Finding, frozen=True):
    """How old a state a chain's nodes still have."""

    name: str
    id: int


class OfEndpoint(Finding, frozen=True):
    """One endpoint of a chain."""

    chain: str
    host: str


class OfHolding(Finding, frozen=True):
    """Whether the oldest state that a holding rule asks for is there."""

    name: str
    id: int


class OfExecutor(Finding, frozen=True):
    """That of a policy which names none."""


class OfDatabase(Finding, frozen=True):
    pass


class OfDueTimes(Finding, frozen=True):
    pass


class OfStored(Finding, frozen=True):
    """Whether what the database holds of a server can be read; of all that were looked at where it has no name."""

    server: str


class OfDeliveries(Finding, frozen=True):
    """What is to be said in Discord, and handed over to executors."""


class OfClock(Finding, frozen=True):
    """The clock of the machine that the bot runs on."""


class OfWitness(Finding, frozen=True):
    """What something else than Discord says of the time: a chain's newest block, or interactions."""

    name: str


class OfDiscordToken(Finding, frozen=True):
    pass


class OfServer(Finding, frozen=True):
    name: str


class OfChannel(Finding, frozen=True):
    use: str
    channel: int


class OfRole(Finding, frozen=True):
    """A role that a space is bound to."""

    use: str
    role: int


class OfSqlite(Finding, frozen=True):
    pass


class OfPostgresql(Finding, frozen=True):
    pass


class OfPrivateFiles(Finding, frozen=True):
    """Those that hold secrets: the settings, and a database that is a file."""


class OfDiscord(Finding, frozen=True):
    """The connection to it."""


# What was found


class NoChainConfigured(Finding, frozen=True):
    pass


class SymbolAndDecimals(Finding, frozen=True):
    symbol: str
    decimals: int


class NoTrackFollows(Finding, frozen=True):
    track: str


class FinalizedBlock(Finding, frozen=True):
    block: int
    seconds: int


class EndpointFails(Finding, frozen=True):
    why: str
    """In the endpoint's technical words."""


class EndpointCan(Finding, frozen=True):
    """What an endpoint can't do; None and true: it can."""

    batch: int | None
    block_hashes: bool
    finalized: bool
    log_blocks: int | None
    history: int | None
    full_gas: bool


class FullArchive(Finding, frozen=True):
    pass


class LastBlocks(Finding, frozen=True):
    blocks: int


class StateThere(Finding, frozen=True):
    block: int


class NothingExecuted(Finding, frozen=True):
    pass


class Sound(Finding, frozen=True):
    revision: str


class Problems(Finding, frozen=True):
    """What the database says of itself, in its own words."""

    detail: str


class SqliteFound(Finding, frozen=True):
    version: str
    wal_reset_bug: bool


class PostgresqlFound(Finding, frozen=True):
    version: str
    encoding: str
    reads: str
    writes: str
    lossy: tuple[str, ...]


class AsFactsSay(Finding, frozen=True):
    """How many times of what is due were wrong, and are mended now."""

    mended: int


class AllReadable(Finding, frozen=True):
    pass


class RowsUnreadable(Finding, frozen=True):
    """What can't be read, in technical words: some of so many."""

    rows: tuple[str, ...]
    number: int


class NothingGivenUp(Finding, frozen=True):
    pass


class DeliveriesGivenUp(Finding, frozen=True):
    """How many, and when the first one was."""

    number: int
    since: datetime


class LoggedIn(Finding, frozen=True):
    user: str


class NotInServer(Finding, frozen=True):
    pass


class TokenRefused(Finding, frozen=True):
    pass


class NoGateway(Finding, frozen=True):
    pass


class ChannelUnseen(Finding, frozen=True):
    pass


class RoleThere(Finding, frozen=True):
    pass


class RoleGone(Finding, frozen=True):
    """It was deleted in Discord."""


class AllPermissions(Finding, frozen=True):
    number: int


class PermissionMissing(Finding, frozen=True):
    permission: str


class ClockAgrees(Finding, frozen=True):
    pass


class ClockUnheard(Finding, frozen=True):
    """Discord has said nothing of the time yet."""


class ClockOff(Finding, frozen=True):
    """By more than a second, and less than matters."""

    milliseconds: int
    """How far it is ahead; less than zero: behind."""


class ClockWrong(Finding, frozen=True):
    """By so much that nothing happens by it."""

    milliseconds: int


class ClockConfirmed(Finding, frozen=True):
    """Discord says something else, and others say that Discord is wrong."""

    milliseconds: int


class ClockContradicted(Finding, frozen=True):
    """By something else than Discord."""


# How to mend it


class StartNtp(Finding, frozen=True):
    pass


class WaitForDiscord(Finding, frozen=True):
    pass


class CheckNode(Finding, frozen=True):
    pass


class AddChain(Finding, frozen=True):
    chain: int


class AddItsChain(Finding, frozen=True):
    pass


class CheckSource(Finding, frozen=True):
    pass


class AddTrack(Finding, frozen=True):
    track: str


class CheckUrls(Finding, frozen=True):
    pass


class CheckSync(Finding, frozen=True):
    pass


class AnotherUrl(Finding, frozen=True):
    pass


class AnotherEndpoint(Finding, frozen=True):
    """What is missing can't be done in another way."""


class UseArchive(Finding, frozen=True):
    pass


class UseArchiveOrWait(Finding, frozen=True):
    pass


class NameASafe(Finding, frozen=True):
    pass


class CheckExecutor(Finding, frozen=True):
    pass


class RestoreBackup(Finding, frozen=True):
    pass


class Private(Finding, frozen=True):
    """Nobody else reads them."""


class ReadByOthers(Finding, frozen=True):
    names: tuple[str, ...]


class TakePermissions(Finding, frozen=True):
    names: tuple[str, ...]


class TurnOn(Finding, frozen=True):
    names: tuple[str, ...]


class MendRows(Finding, frozen=True):
    pass


class RetryDeliveries(Finding, frozen=True):
    pass


class InviteAgain(Finding, frozen=True):
    pass


class CopyToken(Finding, frozen=True):
    pass


class CheckNetwork(Finding, frozen=True):
    pass


class NameRole(Finding, frozen=True):
    pass


class ShowChannel(Finding, frozen=True):
    pass


class AllowPermission(Finding, frozen=True):
    permission: str
