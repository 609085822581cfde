"""What the doctor says of chains and their endpoints."""

from bot.services.governance import findings
from bot.wording.errors import clause
from bot.wording.language import Language


@clause.register
def _(finding: findings.OfChain, say: Language) -> str:
    return say._("chain {name} ({id})").format(name=say.markup.name(finding.name, 40), id=finding.id)


@clause.register
def _(finding: findings.OfHistory, say: Language) -> str:
    return say._("chain {name} ({id}): history").format(name=say.markup.name(finding.name, 40), id=finding.id)


@clause.register
def _(finding: findings.OfHolding, say: Language) -> str:
    return say._("chain {name} ({id}): holding rule").format(
        name=say.markup.name(finding.name, 40), id=finding.id
    )


@clause.register
def _(finding: findings.NoChainConfigured, say: Language) -> str:
    return say._("its chain is not configured")


@clause.register
def _(finding: findings.FinalizedBlock, say: Language) -> str:
    return say.ngettext(
        "finalized block {block}, {seconds} second old",
        "finalized block {block}, {seconds} seconds old",
        finding.seconds,
    ).format(block=finding.block, seconds=finding.seconds)


@clause.register
def _(finding: findings.OfEndpoint, say: Language) -> str:
    return say._("chain {name}: endpoint {host}").format(
        name=say.markup.name(finding.chain, 40), host=say.markup.name(finding.host, 80)
    )


@clause.register
def _(finding: findings.EndpointFails, say: Language) -> str:
    return say._("it doesn't answer: {why}").format(why=say.markup.name(finding.why, 200))


@clause.register
def _(finding: findings.EndpointCan, say: Language) -> str:
    missing: list[str] = []
    if not finding.finalized:
        missing.append(say._("which block is final"))
    if not finding.full_gas:
        missing.append(say._("the gas that each read needs"))
    if finding.history is not None:
        missing.append(
            say.ngettext(
                "states older than {number} block", "states older than {number} blocks", finding.history
            ).format(number=finding.history)
        )
    if finding.log_blocks is not None:
        missing.append(
            say.ngettext(
                "events of more than {number} block at once",
                "events of more than {number} blocks at once",
                finding.log_blocks,
            ).format(number=finding.log_blocks)
        )
    if finding.batch is not None:
        missing.append(
            say.ngettext(
                "more than {number} request at once", "more than {number} requests at once", finding.batch
            ).format(number=finding.batch)
        )
    if not finding.block_hashes:
        missing.append(say._("reads by block hash"))
    if not missing:
        return say._("it does all that is asked of it")
    return say._("it doesn't do: {missing}").format(missing=say.both(missing))


@clause.register
def _(finding: findings.AnotherEndpoint, say: Language) -> str:
    return say._("use another endpoint or plan: what it doesn't do can't be done in another way")


@clause.register
def _(finding: findings.FullArchive, say: Language) -> str:
    return say._("full archive")


@clause.register
def _(finding: findings.LastBlocks, say: Language) -> str:
    return say.ngettext(
        "state of the last {number} block", "state of the last {number} blocks", finding.blocks
    ).format(number=finding.blocks)


@clause.register
def _(finding: findings.StateThere, say: Language) -> str:
    return say._("the state of block {block} is there").format(block=finding.block)


@clause.register
def _(finding: findings.AddChain, say: Language) -> str:
    return say._("add chain {chain} to FOLKMOOT_CHAINS, or run /gov setup again").format(chain=finding.chain)


@clause.register
def _(finding: findings.AddItsChain, say: Language) -> str:
    return say._("add it to FOLKMOOT_CHAINS")


@clause.register
def _(finding: findings.CheckUrls, say: Language) -> str:
    return say._("check the RPC URLs in FOLKMOOT_CHAINS, and that they serve this chain id")


@clause.register
def _(finding: findings.CheckSync, say: Language) -> str:
    return say._("check the RPC URLs in FOLKMOOT_CHAINS, and that the nodes are in sync")


@clause.register
def _(finding: findings.AnotherUrl, say: Language) -> str:
    return say._("the node is behind, or the chain stands still: use another RPC URL")


@clause.register
def _(finding: findings.UseArchive, say: Language) -> str:
    return say._("use an archive node: power is read at the snapshot for as long as a vote is open")


@clause.register
def _(finding: findings.UseArchiveOrWait, say: Language) -> str:
    return say._(
        "use an archive node (or wait, if the chain itself is younger than the rule's window): power is the "
        "least balance since then"
    )


@clause.register
def _(finding: findings.OfTrustedContract, say: Language) -> str:
    account = say.markup.name(finding.address, 42)
    name = {"optimism": "Optimism", "arbitrum": "Arbitrum", "sablier": "Sablier", "llamapay": "LlamaPay"}
    known = name.get(finding.kind, say.markup.name(finding.kind, 20))
    if finding.to:
        return say._("bridge of {kind} to {chain}: {account}").format(
            kind=known, chain=say.markup.name(finding.to, 40), account=account
        )
    return say._("streams of {kind} on chain {chain}: {account}").format(
        kind=known, chain=finding.chain, account=account
    )


@clause.register
def _(finding: findings.ContractThere, say: Language) -> str:
    if finding.to:
        return say._("it is there, and the nodes of {chain} answer").format(
            chain=say.markup.name(finding.to, 40)
        )
    return say._("a contract is there")


@clause.register
def _(finding: findings.NoContractThere, say: Language) -> str:
    return say._("no contract is there: what is sent to it does nothing, and coins are lost")


@clause.register
def _(finding: findings.CheckNamed, say: Language) -> str:
    return say._("check its address in FOLKMOOT_CHAINS, and on which chain it is")
