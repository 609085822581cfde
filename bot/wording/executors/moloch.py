"""What is said of a Moloch DAO of the second version and of the proposals that members take to it."""

from collections.abc import Sequence

from bot.domain.actions.effects import Token
from bot.domain.executors import (
    ExecutionRequest,
    MolochCheck,
    MolochExecutor,
    MolochExtensions,
    MolochProposal,
    MolochRefusal,
    MolochRules,
)
from bot.wording.actions.amounts import tokens, tokens_in_short
from bot.wording.execution.moloch_words import MolochFamilyWords
from bot.wording.language import Language


class MolochWords(MolochFamilyWords):
    """`bot.wording.executors.registry.ExecutorWords`."""

    def carried_out_by(self, executor: MolochExecutor, say: Language) -> str:
        return say._("**Carried out by** the Moloch DAO {moloch} on chain {chain}.").format(
            moloch=say.markup.account(executor.address), chain=executor.chain
        )

    def kind(self, say: Language) -> str:
        return say.pgettext("detail of an act", "Moloch DAO")

    def spends(self, asset: str, say: Language) -> str:
        return say._("**Pool**: it spends what the DAO's bank holds of {asset}.").format(asset=asset)

    def holds_too_little(self, held: str, sent: str, say: Language) -> str:
        words = say._("⚠️ **Not enough there**: the DAO holds {held} now, and this sends {sent}.")
        return words.format(held=held, sent=sent)

    def named(self, executor: MolochExecutor, say: Language) -> str:
        return say.pgettext("value", "the Moloch DAO {moloch}").format(
            moloch=say.markup.account(executor.address)
        )

    def decimals_and_symbol(self, rules: MolochRules, say: Language) -> tuple[int, str]:
        return 0, say.pgettext("unit of votes", "shares")

    def to_sponsor(self, rules: MolochRules, say: Language) -> str:
        return say._("1 share")

    def about(self, request: ExecutionRequest, rules: MolochRules, say: Language) -> Sequence[str]:
        payload = request.payload_as(MolochProposal)
        lines = [
            say._("Who voted for it can leave only when it is processed."),
            say._("Moloch DAO {moloch} on chain {chain}").format(
                moloch=say.markup.account(rules.address), chain=request.executor.chain
            ),
            say.markup.small(_rules(rules, say)),
        ]
        if payload.payment:
            lines.insert(
                1,
                say._("What is paid is kept in the DAO for the payee, who takes it with `withdrawBalance`."),
            )
        return lines

    def warnings(self, request: ExecutionRequest, native: str, say: Language) -> Sequence[str]:
        payload = request.payload_as(MolochProposal)
        if payload.shares:
            return [
                say._("⚠️ **It issues {shares} shares**, which vote in the DAO.").format(
                    shares=say.number(payload.shares)
                )
            ]
        return []

    def found(self, check: MolochCheck, say: Language) -> str:
        rules = check.rules
        shares = say.ngettext("{number} share", "{number} shares", rules.shares)
        return ", ".join(
            [
                shares.format(number=say.number(rules.shares)),
                say._("grace of {time}").format(time=say.duration(rules.grace)),
            ]
        )

    def extensions(self, found: MolochExtensions | None, say: Language) -> list[str]:
        if found is None:
            return [say.markup.small(say._("The rules of the DAO could not be read now."))]
        if not found.grace:
            return [
                say._("⚠️ The DAO has no grace period: nobody can leave before what passed is carried out.")
            ]
        return [
            say._("🚪 Grace of {time}: who disagrees can leave before what passed is carried out.").format(
                time=say.duration(found.grace)
            )
        ]

    def refused(self, refusal: MolochRefusal, say: Language) -> str:
        token = "" if refusal.token is None else say.markup.account(refusal.token)
        held = (
            "" if refusal.token is None else tokens(Token(refusal.token), refusal.held, say, maybe_nft=False)
        )
        return {
            "funds": say._("⚠️ **Carried out now, it would not pay**: the DAO's bank holds {held}."),
            "not_whitelisted": say._("⚠️ **The DAO doesn't take the token {token}**: it can't be submitted."),
            "whitelisted": say._("⚠️ **The DAO takes the token {token} already**: it can't be submitted."),
            "no_member": say._("⚠️ **Who is to leave has no shares and no loot**: it can't be submitted."),
            "no_function": say._(
                "⚠️ **The DAO has no function for these actions**: it takes one payment, or one of its own calls."
            ),
            "jailed": say._("⚠️ **The DAO has put the applicant out before**: it would not be carried out."),
        }[refusal.cause].format(token=token, held=held)

    def limits(self, check: MolochCheck, say: Language) -> str:
        return say._("one action in a proposal")

    def how_to_make_several(self, say: Language) -> str:
        return say._("a Moloch DAO of the second version takes one at a time: make several proposals")

    def bound(self, check: MolochCheck, say: Language) -> str:
        return say._("✅ Moloch DAO {moloch}. {rules}").format(
            moloch=say.markup.account(check.rules.address), rules=_rules(check.rules, say)
        )


def _rules(rules: MolochRules, say: Language) -> str:
    lines = say._(
        "The vote lasts {voting}, the grace {grace}. Who sponsors leaves a deposit of {deposit}, which the DAO must be "
        "allowed to take before; who processes keeps {reward} of it."
    )
    token = Token(rules.token, rules.symbol, rules.decimals)
    return lines.format(
        voting=say.duration(rules.voting),
        grace=say.duration(rules.grace),
        deposit=tokens_in_short(token, rules.deposit, say),
        reward=tokens_in_short(token, rules.reward, say),
    )
