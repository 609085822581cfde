"""What the doctor looks at, finds and advises of tracks: their power and their executors."""

from bot.services.governance.findings.finding import Finding


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


class OfRegistry(Finding, frozen=True):
    """The registry on chain in which wallets delegate, for one of its spaces."""

    chain: int
    contract: str
    space: str


class WalletsDelegate(Finding, frozen=True):
    """So many wallets have delegated to linked ones now; not `complete` where there are more than are looked at."""

    number: int
    complete: bool


class CheckRegistry(Finding, frozen=True):
    pass


class OfTrack(Finding, frozen=True):
    track: str


class TrustOf(Finding, frozen=True):
    """Whether the bot can take the ballots that a track asks for."""

    track: str


class OfExecutor(Finding, frozen=True):
    """That of a policy which names none."""


class SymbolAndDecimals(Finding, frozen=True):
    symbol: str
    decimals: int


class NoTrackFollows(Finding, frozen=True):
    track: str


class NothingExecuted(Finding, frozen=True):
    pass


class CheckSource(Finding, frozen=True):
    pass


class AddTrack(Finding, frozen=True):
    track: str


class OfferTrust(Finding, frozen=True):
    """`level` is the trust level that a track asks for."""

    level: str


class NameASafe(Finding, frozen=True):
    pass


class CheckExecutor(Finding, frozen=True):
    pass
