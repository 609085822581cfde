"""What the page says on which a Safe's owners sign."""

from collections.abc import Iterator, Sequence

from bot.domain.accounts.short_names import SHORT_NAMES
from bot.domain.executors import ExecutionRequest, SafeTransaction, Signing
from bot.wording.language import Language


def recognised_by(request: ExecutionRequest, say: Language) -> Sequence[tuple[str, str]]:
    """The Safe, with what its chain is called before addresses (EIP-3770), and the nonce."""
    executor, name = request.executor, SHORT_NAMES.get(request.executor.chain)
    return (
        (
            say.pgettext("detail of an act", "Safe"),
            f"{name}:{executor.address}" if name else executor.address,
        ),
        (say._("Chain"), str(executor.chain)),
        (say._("Nonce"), str(request.payload_as(SafeTransaction).nonce)),
    )


def what_signing_does(signing: Signing, say: Language) -> str:
    return say._(
        "Your signature lets the Safe execute this transaction once {threshold} of its {owners} owners have signed. "
        "Signing sends nothing, costs nothing, and can't be taken back: to stop it, the owners execute another "
        "transaction with the same nonce."
    ).format(threshold=say.number(signing.threshold), owners=say.number(len(signing.owners)))


def sign_elsewhere(request: ExecutionRequest, signing: Signing, say: Language) -> Iterator[str]:
    executor, transaction = request.executor, request.payload_as(SafeTransaction)
    url = say.markup.safe_page(executor.chain, executor.address, transaction.safe_tx_hash)
    if url is not None:
        yield say.markup.link(say._("Open it in the Safe app"), url)
    if signing.contracts:
        near = say.on_chain(executor.chain)
        contracts = [near.markup.account(owner) for owner in signing.owners if owner in signing.contracts]
        yield say.ngettext(
            "{owners} is a contract: its own owners sign for it in the Safe app, or approve the hash on chain "
            "(`approveHash`).",
            "{owners} are contracts: their own owners sign for them in the Safe app, or approve the hash on chain "
            "(`approveHash`).",
            len(contracts),
        ).format(owners=say.both(contracts))
    yield say._(
        "Or sign the typed data (EIP-712) of the fields above with a hardware wallet or a command line, and paste the "
        "signature. What `eth_sign` gives counts too, in the Safe's own form (v 31 or 32)."
    )
