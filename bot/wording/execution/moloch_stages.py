"""What is said of one proposal in a Moloch DAO, of the second version or the third (Baal): how far it is, what is to be
sent, and what leaving pays."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bot.domain.actions.effects import Token
from bot.domain.executors import Leaving, LeavingPays, MolochStage, NamedAsset
from bot.domain.executors.moloch_stages import MolochStep
from bot.wording.actions.amounts import coins_in_short, tokens_in_short
from bot.wording.language import Language

_ID = 90


def stage_words(stage: MolochStage | None, say: Language) -> str:
    """Where it is, in a few words."""
    if stage is None:
        return say._("it waits to be submitted to the DAO")
    if stage.name == "grace" and stage.grace_ends is not None:
        return say._("grace: who disagrees can leave the DAO until {moment}").format(
            moment=say.moment(stage.grace_ends)
        )
    if stage.name == "ready" and stage.behind is not None:
        return say._("passed in the DAO too; proposal {id} of the DAO has to be processed before it").format(
            id=say.markup.code(stage.behind[:_ID])
        )
    if stage.name == "voting" and stage.ends is not None:
        return say._("the DAO's members vote on chain until {moment}").format(moment=say.moment(stage.ends))
    return {
        "unproposed": say._("it waits to be submitted to the DAO"),
        "submitted": say._("submitted to the DAO; it waits for a sponsor"),
        "waiting": say._("sponsored; its vote on chain begins soon"),
        "voting": say._("the DAO's members vote on chain"),
        "grace": say._("grace: who disagrees can leave the DAO"),
        "ready": say._("passed in the DAO too; it waits to be processed"),
        "processed": say._("processed; it is told when that is final"),
        "defeated": say._("voted down in the DAO: it can't be carried out"),
        "refused": say._("not carried out when it was processed, and over"),
        "canceled": say._("canceled in the DAO: it can't be carried out"),
    }[stage.name]


def stage_event(data: Mapping[str, str], say: Language) -> str:
    """That it came to a stage, in the thread; the first isn't told, and ends by a transaction are told with that."""
    words = {
        "submitted": say._("📜 It was submitted to the DAO, as proposal {id}. It waits for a sponsor."),
        "waiting": say._("🤝 It was sponsored in the DAO, as proposal {id}. Its vote begins {starts}."),
        "voting": say._("🗳️ The DAO's vote on proposal {id} is open until {ends}: its members vote on chain."),
        "grace": say._(
            "🚪 It passed in the DAO too. **Who disagrees can leave until {grace_ends}**, with a part of what the DAO "
            "has; then it can be processed."
        ),
        "ready": say._("🟢 The grace period is over. Anybody can process it now: see what is to be sent."),
        "defeated": say._("❌ It was voted down in the DAO: it can't be carried out."),
        "refused": say._(
            "❌ It had the votes, and was not carried out when it was processed: too few had voted, too many had left, "
            "or its time was over."
        ),
    }[data["stage"]]
    moments = {name: _moment(data[name], say) for name in ("starts", "ends", "grace_ends")}
    return words.format(id=say.markup.code(data["id"][:_ID]), **moments)


def _moment(seconds: str, say: Language) -> str:
    return say.moment(datetime.fromtimestamp(int(seconds), UTC)) if seconds else "?"


def next_step(step: MolochStep | None, sponsor: str, say: Language) -> Iterator[str]:
    """What somebody sends now; `sponsor` is what it takes to sponsor."""
    if step == "submit":
        yield say._(
            "**Next**: a member whose wallet has {sponsor} submits it to the DAO. The transaction is prepared: the "
            "button below leads to it."
        ).format(sponsor=sponsor)
    elif step == "sponsor":
        yield say._(
            "**Next**: a member whose wallet has {sponsor} sponsors it, which begins the vote. The transaction is "
            "prepared: the button below leads to it."
        ).format(sponsor=sponsor)
    elif step == "process":
        yield say._(
            "**Next**: anybody processes it. The transaction is prepared: the button below leads to it."
        )


def sending(stage: MolochStage | None, say: Language) -> tuple[str, str]:
    """The heading and the explanation above the transaction that is prepared."""
    if stage is None or stage.name == "unproposed":
        return say._("Submit it"), say._(
            "It is submitted to the DAO from a member's wallet, which pays the network's fee. It moves nothing: the "
            "DAO's members vote on chain first, and who disagrees can leave before it is carried out."
        )
    if stage.name == "submitted":
        return say._("Sponsor it"), say._(
            "A member's wallet sponsors it, which begins the vote of the DAO, and pays the network's fee."
        )
    return say._("Process it"), say._(
        "The grace period is over: anybody can send it now, and pays the network's fee. It can't be taken back."
    )


def votes_line(stage: MolochStage, decimals: int, symbol: str, say: Language) -> Iterator[str]:
    """How the vote on chain stands; nothing before it."""
    if stage.name in ("unproposed", "submitted", "waiting"):
        return
    yield say._("**On chain**: {yes} yes, {no} no").format(
        yes=say.power(stage.yes, decimals, symbol), no=say.power(stage.no, decimals, symbol)
    )


def leaving_lines(leaving: Leaving | None, stage: MolochStage, say: Language) -> Iterator[str]:
    """What leaving pays while it matters: until the proposal is processed."""
    if stage.is_over or stage.name == "processed":
        return
    if leaving is None:
        yield say.markup.small(say._("What leaving pays could not be read now."))
        return
    yield from leaving_pays_lines(leaving.pays(), say)


def leaving_pays_lines(leaving: LeavingPays, say: Language) -> Iterator[str]:
    """What one share or loot pays now, and after the proposal."""
    now = [_amount(each.asset, each.now, say) for each in leaving.paid]
    yield say._("**Leaving pays now**, for each share or loot: {amounts}").format(amounts=_amounts(now, say))
    if leaving.after == "unknown":
        yield say._(
            "After this proposal: nobody can tell, since its calls, or another proposal, may do more."
        )
    elif leaving.after == "told":
        after = [_amount(each.asset, each.after, say) for each in leaving.paid]
        yield say._("**After this proposal**: {amounts}").format(amounts=_amounts(after, say))
    if leaving.left_out:
        yield say.markup.small(
            say.ngettext(
                "{number} more token isn't shown.",
                "{number} more tokens aren't shown.",
                leaving.left_out,
            ).format(number=say.number(leaving.left_out))
        )


def _amounts(shown: Sequence[str], say: Language) -> str:
    return ", ".join(shown) if shown else say.pgettext("value", "nothing")


def _amount(asset: NamedAsset, paid: int | None, say: Language) -> str:
    if asset.contract is None:
        return coins_in_short(paid or 0, asset.symbol, say)
    token = Token(asset.contract, asset.symbol, asset.decimals)
    if paid is None:
        return say.pgettext("value", "nothing of {token}, whose balance is too great to divide").format(
            token=say.markup.short_account(asset.contract)
        )
    return tokens_in_short(token, paid, say)
