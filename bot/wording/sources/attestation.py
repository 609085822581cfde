"""An attestation of EAS, in words."""

from collections.abc import Sequence

from bot.domain.ids import Address
from bot.domain.policy.model import PowerRule
from bot.domain.power import Attestation
from bot.wording.language import Language
from bot.wording.sources.source_wording import SourceWording, worth

_SHOWN = 3


class AttestationWording(SourceWording):
    def how_to_write(self, say: Language) -> str:
        return say._(
            "Write `attestation 0x… indexer 0x… schema 0x… by 0x…, 0x…`: EAS, its Indexer, the schema's UID, and "
            "whose attestations count."
        )

    def in_policy(self, source: Attestation, say: Language) -> str:
        return say._(
            "an attestation by {attesters}, schema {schema}, valid and entered in the Indexer {indexer} of EAS "
            "{contract} on chain {chain}"
        ).format(
            attesters=_attesters(source.attesters, say),
            schema=say.markup.code(source.schema_uid),
            indexer=say.markup.account(source.indexer),
            contract=say.markup.account(source.contract),
            chain=source.chain,
        )

    def shows_all(self, source: Attestation) -> bool:
        return len(source.attesters) <= _SHOWN

    def heading(self, source: Attestation, say: Language) -> str:
        return say._("**attestation** by {attesters}, schema {schema}, of EAS {contract}").format(
            attesters=_attesters(source.attesters, say),
            schema=say.markup.code(source.schema_uid),
            contract=say.markup.account(source.contract),
        )

    def origin(self, source: Attestation, wallet: Address | None, say: Language) -> str:
        assert wallet is not None, "a wallet has it"
        return say._("attestation under the schema {schema}, wallet {wallet}").format(
            schema=say.markup.code(f"{source.schema_uid[:10]}…"), wallet=say.markup.short_account(wallet)
        )

    def each_counts(self, source: Attestation, rule: PowerRule, say: Language) -> str:
        return say._("it counts {amount}").format(amount=worth(source.weight, rule, say))

    def found(self, source: Attestation, raw: int, say: Language) -> str:
        return say._("yes") if raw else say._("no")


def _attesters(accounts: Sequence[Address], say: Language) -> str:
    """The first of them, any of which will do."""
    shown = [say.markup.account(account) for account in accounts[:_SHOWN]]
    if (more := len(accounts) - len(shown)) > 0:
        shown.append(say.npgettext("value", "{number} more", "{number} more", more).format(number=more))
    return say.either(shown)
