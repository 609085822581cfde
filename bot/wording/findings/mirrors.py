"""What the doctor says of contracts that are mirrored."""

from bot.services.governance import findings
from bot.wording.errors import clause
from bot.wording.language import Language


@clause.register
def _(finding: findings.OfMirror, say: Language) -> str:
    return say._("mirror of {name} {account}").format(
        name=say.markup.name(finding.name, 40), account=say.markup.account(finding.account)
    )


@clause.register
def _(finding: findings.MirrorRead, say: Language) -> str:
    if finding.until is None:
        return say._("it has not been read yet")
    return say._("read up to block {block}").format(block=finding.until)


@clause.register
def _(finding: findings.MirrorUnread, say: Language) -> str:
    return say._("it can't be read: {why}").format(why=say.markup.name(finding.why, 200))


@clause.register
def _(finding: findings.CheckMirror, say: Language) -> str:
    return say._(
        "it is tried again by itself; if it stays so, check the RPC URLs in FOLKMOOT_CHAINS, or end it with "
        "/gov mirror remove"
    )
