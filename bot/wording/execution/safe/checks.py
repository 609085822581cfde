"""What is said of a Safe itself: what it is found to be, and whether requests reach its owners."""

from bot.domain.executors import SafeCheck, SafeExtensions
from bot.wording.execution.safe.modules import module_lines
from bot.wording.execution.safe.owners import owners_in_short
from bot.wording.language import Language


class SafeCheckWords:
    """The part of `SafeWords` that the doctor and those who bind a Safe read."""

    def found(self, check: SafeCheck, say: Language) -> str:
        safe, extensions = check.safe, check.extensions
        found = [
            say._("version {version}, {threshold} of {owners} owners").format(
                version=say.markup.name(safe.version, 20), threshold=safe.threshold, owners=len(safe.owners)
            )
        ]
        if extensions.guard is not None:
            found.append(say._("guard {guard}").format(guard=say.markup.account(extensions.guard)))
        if number := len(extensions.modules):
            found.append(say.ngettext("{number} module", "{number} modules", number).format(number=number))
        return ", ".join(found)

    def extensions(self, found: SafeExtensions | None, say: Language) -> list[str]:
        if found is None:
            return [say.markup.small(say._("Guards and modules of the Safe could not be read now."))]
        lines = module_lines(found, say)
        if found.more_modules:
            lines.append(say._("⚠️ There are more modules than these."))
        if found.guard is not None:
            lines.append(
                say._("🛡️ Guard {guard}: it can stop what the owners sign.").format(
                    guard=say.markup.account(found.guard)
                )
            )
        if found.module_guard is not None:
            lines.append(
                say._("🛡️ Module guard {guard}: it can stop what modules do.").format(
                    guard=say.markup.account(found.module_guard)
                )
            )
        return lines

    def limits(self, check: SafeCheck, say: Language) -> str:
        if check.makes_several:
            return say._("several actions in one proposal: through {contract}").format(
                contract=check.multi_send
            )
        return say._(
            "one action in a proposal, and no more: {contract} is not Safe's MultiSendCallOnly"
        ).format(contract=check.multi_send)

    def how_to_make_several(self, say: Language) -> str:
        return say._("set `multi_send` of the chain to the address of Safe's MultiSendCallOnly there")

    def reached(self, check: SafeCheck, say: Language) -> str:
        if not check.has_service:
            return say._("none is needed: the chain has no transaction service, the owners confirm on chain")
        if check.may_propose:
            return say._("the proposer key may propose")
        return say._("the proposer key may not propose")

    def how_to_reach(self, check: SafeCheck, say: Language) -> str:
        if check.proposer is None:
            return say._("set FOLKMOOT_PROPOSER_KEY to the key of a delegate of the Safe")
        return say._(
            "let an owner add {proposer} as a delegate of the Safe (Safe app, settings, proposers)"
        ).format(proposer=check.proposer)

    def bound(self, check: SafeCheck, say: Language) -> str:
        safe = check.safe
        return say._(
            "✅ Safe {safe}, version {version}, {threshold} of {owners} owners sign ({named}), next nonce {nonce}"
        ).format(
            safe=say.markup.account(safe.address),
            version=say.markup.name(safe.version, 20),
            threshold=safe.threshold,
            owners=len(safe.owners),
            named=owners_in_short(safe.owners, say),
            nonce=safe.nonce,
        )

    def beside(self, check: SafeCheck, say: Language) -> list[str]:
        return self.extensions(check.extensions, say)

    def not_reached(self, say: Language) -> str:
        return say._(
            "⚠️ the bot's proposer key may not propose to the Safe → **Mend:** `/gov doctor` says which address "
            "an owner adds as a delegate"
        )
