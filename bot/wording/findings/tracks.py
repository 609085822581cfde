"""What the doctor says of tracks: their power and their executors."""

from bot.domain.policy.trust import TrustLevel
from bot.services.governance import findings
from bot.wording.errors import clause
from bot.wording.language import Language


@clause.register
def _(finding: findings.Named, say: Language) -> str:
    return say.markup.name(finding.name, 100)


@clause.register
def _(finding: findings.ProposerOf, say: Language) -> str:
    return say._("{name}: proposer").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.ProofOf, say: Language) -> str:
    return say._("{name}: proof").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.SeveralActionsOf, say: Language) -> str:
    return say._("{name}: several actions").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.OfRegistry, say: Language) -> str:
    return say._("delegations for {space} in the registry {registry} (chain {chain})").format(
        space=say.markup.name(finding.space, 40),
        registry=say.markup.name(finding.contract, 60),
        chain=finding.chain,
    )


@clause.register
def _(finding: findings.WalletsDelegate, say: Language) -> str:
    if finding.complete:
        words = say.ngettext(
            "{number} wallet delegates to linked ones",
            "{number} wallets delegate to linked ones",
            finding.number,
        )
    else:
        words = say.ngettext(
            "{number} wallet delegates to linked ones, and more than are looked at",
            "{number} wallets delegate to linked ones, and more than are looked at",
            finding.number,
        )
    return words.format(number=say.number(finding.number))


@clause.register
def _(finding: findings.CheckRegistry, say: Language) -> str:
    return say._(
        "no vote opens before it can be read: check registry, chain and `since` in the policy, and that an endpoint "
        "gives events from that block on"
    )


@clause.register
def _(finding: findings.OfTrack, say: Language) -> str:
    return say._("track {track}").format(track=say.markup.name(finding.track, 40))


@clause.register
def _(finding: findings.TrustOf, say: Language) -> str:
    return say._("track {track}: trust").format(track=say.markup.name(finding.track, 40))


@clause.register
def _(finding: findings.OfExecutor, say: Language) -> str:
    return say._("Safe")


@clause.register
def _(finding: findings.SymbolAndDecimals, say: Language) -> str:
    return say.ngettext(
        "{symbol}, {decimals} decimal", "{symbol}, {decimals} decimals", finding.decimals
    ).format(symbol=say.markup.name(finding.symbol, 40), decimals=finding.decimals)


@clause.register
def _(finding: findings.NoTrackFollows, say: Language) -> str:
    return say._("what passes there can't go on: no track {track} takes proposals").format(
        track=say.markup.name(finding.track, 40)
    )


@clause.register
def _(finding: findings.OfPower, say: Language) -> str:
    return say._("{name}: what counts").format(name=say.markup.name(finding.name, 100))


@clause.register
def _(finding: findings.NothingExecuted, say: Language) -> str:
    return say._("none: proposals only decide, nothing is executed")


@clause.register
def _(finding: findings.CheckSource, say: Language) -> str:
    return say._("check the address and the kind, and run /gov setup again")


@clause.register
def _(finding: findings.AddTrack, say: Language) -> str:
    return say._("/gov track add with the name {track}").format(track=say.markup.name(finding.track, 40))


@clause.register
def _(finding: findings.OfferTrust, say: Language) -> str:
    if finding.level == TrustLevel.COUNTERSIGNED:
        return say._(
            "have the operator set `FOLKMOOT_INTERACTIONS=http`, or give the track another trust level; until then its "
            "votes take no ballots"
        )
    return say._(
        "have the operator set `FOLKMOOT_WEB_URL`, or give the track another trust level; until then its votes take "
        "no ballots"
    )


@clause.register
def _(finding: findings.NameASafe, say: Language) -> str:
    return say._("name a Safe in /gov setup to let proposals carry actions")


@clause.register
def _(finding: findings.CheckExecutor, say: Language) -> str:
    return say._("check the address, and that a transaction service is configured for the chain")
