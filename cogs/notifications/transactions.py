"""What the owners of the Safe are asked to sign: decoded, with every number to compare."""

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import Address
from bot.domain.proposal import SafeTransaction
from bot.services.proposals.cards import Card
from bot.wording.text import code, full
from cogs.components.cards import actions_text

_ROOM = 400
_OWNERS = 8
_COMPARE = (
    "⚠️ **Before you sign**: the hash that your own device shows must be the one above, digit for digit. "
    "If it differs, don't sign, and tell the others."
)
_CALLS = "**What was voted on**, read back from the calldata:"


def transaction_text(card: Card, missing: tuple[Address, ...], approval: str | None) -> str:
    """The transaction for those who sign it. Raises StoredDataInvalid where there is none.

    `approval` is the calldata with which they confirm on chain, where no service collects their signatures.
    """
    proposal = card.proposal
    transaction, executor, opening = proposal.transaction, proposal.rules.executor, proposal.opening
    if transaction is None or executor is None or opening is None:
        raise StoredDataInvalid(f"proposal {proposal.id} has no Safe transaction to show")
    lines = [
        f"## To sign: Safe transaction of proposal {proposal.id}",
        f"Safe {full(executor.address)} on chain {executor.chain}, nonce **{transaction.nonce}**",
        f"Hash (safeTxHash): {code(transaction.safe_tx_hash)}",
        *_call(transaction),
        f"Content of the proposal (SHA-256): {code(opening.content_hash)}",
        _COMPARE,
        _confirmations(proposal.confirmations, transaction.threshold, missing),
        *_on_chain(approval, executor.address),
        actions_text(card.actions, _ROOM, _CALLS),
    ]
    return "\n".join(lines)


def _call(transaction: SafeTransaction) -> list[str]:
    if transaction.operation == 0:
        return [f"Call to {code(transaction.to)}, value {transaction.value} wei"]
    return [
        f"Batch: delegatecall to MultiSendCallOnly {code(transaction.to)}, which makes the calls below and nothing "
        f"else, value {transaction.value} wei"
    ]


def _on_chain(approval: str | None, safe: Address) -> list[str]:
    if approval is None:
        return []
    return [
        "This chain has no transaction service. **To confirm**, an owner sends a transaction without value to the "
        f"Safe {full(safe)}, with this data (`approveHash`): {code(approval)}"
    ]


def _confirmations(confirmed: tuple[Address, ...], threshold: int, missing: tuple[Address, ...]) -> str:
    owners = ", ".join(full(owner) for owner in missing[:_OWNERS]) or "none"
    more = f" and {len(missing) - _OWNERS} more" if len(missing) > _OWNERS else ""
    return f"Confirmed: {len(confirmed)} of {threshold} needed. Not yet: {owners}{more}"
