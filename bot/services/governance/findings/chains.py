"""What the doctor looks at, finds and advises of chains and their endpoints."""

from bot.services.governance.findings.finding import Finding


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


class NoChainConfigured(Finding, frozen=True):
    pass


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


class AddChain(Finding, frozen=True):
    chain: int


class AddItsChain(Finding, frozen=True):
    pass


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


class OfTrustedContract(Finding, frozen=True):
    """A bridge, or a contract of streams."""

    kind: str
    chain: int
    address: str
    to: str
    """The name of the chain to which a bridge leads; empty for what is no bridge."""


class ContractThere(Finding, frozen=True):
    to: str
    """The chain that answers, too; empty for what is no bridge."""


class NoContractThere(Finding, frozen=True):
    """What is sent to it does nothing."""


class CheckNamed(Finding, frozen=True):
    pass
