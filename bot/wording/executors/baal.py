"""What is said of a Baal (Moloch v3) and of the proposals that members take to it."""

from collections.abc import Sequence

from bot.domain.executors import (
    BaalCheck,
    BaalExecutor,
    BaalExtensions,
    BaalProposal,
    BaalRefusal,
    BaalRules,
    ExecutionRequest,
)
from bot.wording.actions.amounts import coins
from bot.wording.execution.moloch_words import MolochFamilyWords
from bot.wording.language import Language

_DECIMALS = 18


class BaalWords(MolochFamilyWords):
    """`bot.wording.executors.registry.ExecutorWords`."""

    def carried_out_by(self, executor: BaalExecutor, say: Language) -> str:
        if executor.safe is None:
            return say._("**Carried out by** the Baal {baal} on chain {chain}.").format(
                baal=say.markup.account(executor.address), chain=executor.chain
            )
        return say._("**Carried out by** the Baal {baal} on chain {chain}, through its Safe {safe}.").format(
            baal=say.markup.account(executor.address),
            chain=executor.chain,
            safe=say.markup.account(executor.safe),
        )

    def kind(self, say: Language) -> str:
        return say.pgettext("detail of an act", "Baal")

    def spends(self, asset: str, say: Language) -> str:
        return say._("**Pool**: it spends what the Baal's Safe holds of {asset}.").format(asset=asset)

    def holds_too_little(self, held: str, sent: str, say: Language) -> str:
        words = say._("⚠️ **Not enough there**: the Baal's Safe holds {held} now, and this sends {sent}.")
        return words.format(held=held, sent=sent)

    def named(self, executor: BaalExecutor, say: Language) -> str:
        return say.pgettext("value", "the Baal {baal}").format(baal=say.markup.account(executor.address))

    def decimals_and_symbol(self, rules: BaalRules, say: Language) -> tuple[int, str]:
        return _DECIMALS, rules.symbol

    def to_sponsor(self, rules: BaalRules, say: Language) -> str:
        return say.power(rules.sponsor_threshold, _DECIMALS, rules.symbol)

    def about(self, request: ExecutionRequest, rules: BaalRules, say: Language) -> Sequence[str]:
        payload = request.payload_as(BaalProposal)
        lines = [
            say._("Baal {baal} ({name}) on chain {chain}, Safe {safe}").format(
                baal=say.markup.account(rules.address),
                name=say.markup.name(rules.name),
                chain=request.executor.chain,
                safe=say.markup.account(rules.safe),
            ),
            say.markup.small(_rules(rules, say)),
        ]
        if rules.offering:
            lines.append(
                say._(
                    "A wallet with fewer votes can submit it too, with the same data and an offering of {amount}."
                ).format(amount=coins(rules.offering, rules.native, say))
            )
        lines.append(
            say._("Hash of its data (keccak256): {hash}").format(hash=say.markup.code(payload.data_hash))
        )
        return lines

    def found(self, check: BaalCheck, say: Language) -> str:
        return ", ".join(
            [
                say.markup.name(check.rules.name),
                say._("shares {symbol}").format(symbol=say.markup.name(check.rules.symbol, 20)),
                say._("grace of {time}").format(time=say.duration(check.rules.grace)),
            ]
        )

    def extensions(self, found: BaalExtensions | None, say: Language) -> list[str]:
        if found is None:
            return [say.markup.small(say._("The rules of the Baal could not be read now."))]
        if not found.grace:
            return [
                say._("⚠️ The Baal has no grace period: nobody can leave before what passed is carried out.")
            ]
        return [
            say._("🚪 Grace of {time}: who disagrees can leave before what passed is carried out.").format(
                time=say.duration(found.grace)
            )
        ]

    def refused(self, refusal: BaalRefusal, say: Language) -> str:
        if refusal.cause == "time":
            return say._(
                "⚠️ **Too little time**: its vote and its grace in the DAO would not be over before it expires here."
            )
        return say._("⚠️ **Carried out now, a call would fail**: so it did when it was tried out.")

    def limits(self, check: BaalCheck, say: Language) -> str:
        return say._("several actions in one proposal")

    def how_to_make_several(self, say: Language) -> str:
        return say._("nothing is to be done: a Baal makes several")

    def bound(self, check: BaalCheck, say: Language) -> str:
        rules = check.rules
        return say._("✅ Baal {baal} ({name}), Safe {safe}. {rules}").format(
            baal=say.markup.account(rules.address),
            name=say.markup.name(rules.name),
            safe=say.markup.account(rules.safe),
            rules=_rules(rules, say),
        )


def _rules(rules: BaalRules, say: Language) -> str:
    lines = say._(
        "To sponsor takes {threshold}. The vote lasts {voting}, the grace {grace}; {quorum}% of the shares must vote "
        "for it, and {retention}% of shares and loot must be left when it is processed."
    )
    return lines.format(
        threshold=say.power(rules.sponsor_threshold, _DECIMALS, rules.symbol),
        voting=say.duration(rules.voting),
        grace=say.duration(rules.grace),
        quorum=say.number(rules.quorum),
        retention=say.number(rules.retention),
    )
