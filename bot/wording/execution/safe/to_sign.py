"""A Safe transaction for those who sign it: its hashes, its owners, and where they find it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.executors import (
    ExecutionRequest,
    OnChainExecutor,
    SafeInstructions,
    SafeStage,
    SafeTransaction,
)
from bot.domain.ids import Address, MemberId
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.lines import content_line
from bot.wording.execution.safe.delays import delay_lines
from bot.wording.execution.safe.refusals import refusal_words
from bot.wording.execution.safe.requests import how_far, not_in_queue, owner_lines
from bot.wording.language import Language


def to_sign_lines(
    proposal: Proposal,
    opening: Opening,
    request: ExecutionRequest,
    instructions: SafeInstructions,
    members: Mapping[Address, MemberId],
    say: Language,
) -> Sequence[str]:
    """`bot.wording.executors.registry.ExecutorWords.to_sign`."""
    transaction, executor = request.payload_as(SafeTransaction), request.executor
    heading = say._("To sign: Safe transaction of proposal {proposal}").format(proposal=proposal.number)
    near, stage = say.on_chain(executor.chain), request.stage_as(SafeStage)
    if stage is not None and stage.delay is not None and request.execution is None:
        return [say.markup.heading(heading), *delay_lines(stage, near), content_line(opening, say)]
    return [
        say.markup.heading(heading),
        *how_far(proposal, request, say),
        *([refusal_words(instructions.refusal, say)] if instructions.refusal else []),
        say._("Safe {safe} on chain {chain}, nonce **{nonce}**").format(
            safe=near.markup.account(executor.address), chain=executor.chain, nonce=transaction.nonce
        ),
        *_in_the_app(executor, transaction, instructions, say),
        say._("Domain hash: {hash}").format(hash=say.markup.code(instructions.domain_hash)),
        say._("Message hash: {hash}").format(hash=say.markup.code(instructions.message_hash)),
        say._("Hash (safeTxHash): {hash}").format(hash=say.markup.code(transaction.safe_tx_hash)),
        say._(
            "⚠️ **Before you sign**: what your own device shows must be the same, digit for digit. A Ledger shows "
            "the first two hashes, others the last. If it differs, don't sign, and tell the others."
        ),
        *owner_lines(request, instructions.owners, members, say.on_chain(executor.chain, short=True)),
        *_on_chain(instructions, executor, say),
        *not_in_queue(request, say),
        say.markup.small(_call(transaction, near)),
        content_line(opening, say),
    ]


def _in_the_app(
    executor: OnChainExecutor, transaction: SafeTransaction, instructions: SafeInstructions, say: Language
) -> Iterator[str]:
    """Where owners find it, if a service shows it to them."""
    url = say.markup.safe_page(executor.chain, executor.address, transaction.safe_tx_hash)
    if url is not None and instructions.approval is None:
        yield say.markup.link(say._("Open it in the Safe app"), url)


def _on_chain(instructions: SafeInstructions, executor: OnChainExecutor, say: Language) -> Iterator[str]:
    if instructions.approval is not None:
        yield say._(
            "This chain has no transaction service. **To confirm**, an owner sends a transaction without value to the "
            "Safe {safe}, with this data (`approveHash`): {data}"
        ).format(safe=say.markup.account(executor.address), data=say.markup.code(instructions.approval))


def _call(transaction: SafeTransaction, say: Language) -> str:
    to = say.markup.code(transaction.to)
    if transaction.operation == 0:
        return say._("Call to {to}, value {value} wei").format(to=to, value=transaction.value)
    return say._(
        "Batch: delegatecall to MultiSendCallOnly {to}, which makes the calls below and nothing else, "
        "value {value} wei"
    ).format(to=to, value=transaction.value)
