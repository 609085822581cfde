"""The page of a signed vote on a mirrored contract that anybody can send."""

import msgspec

from bot.domain.executors import ReadyCall
from bot.services.mirrors.chain_voting import ChainBallot
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.language import Language
from bot.wording.pages.browser_wallets import no_wallet_to_do_it_words
from bot.wording.pages.signing.chain_ballot import sent_words, what_it_casts
from bot.wording.pages.signing.sending import SendingWords, sending_words


class RelayPage(msgspec.Struct, frozen=True):
    """What anybody sends for a wallet that has signed."""

    title: str
    warnings: tuple[str, ...]
    what: str
    no_wallet: str
    sending: SendingWords
    back: str


@telling_accounts_apart
def relay_page(ballot: ChainBallot, ready: ReadyCall, say: Language) -> RelayPage:
    near, chain = say.on_chain(ballot.card.mirror.chain), ballot.card.mirror.chain
    return RelayPage(
        title=say._("Signed: to be sent by anybody"),
        warnings=(
            say._(
                "**It doesn't count yet.** It counts when this transaction is in a block before the vote ends."
            ),
        ),
        what=what_it_casts(ballot, near),
        no_wallet=no_wallet_to_do_it_words(say),
        sending=sending_words(
            ready,
            chain,
            near,
            heading=near._("Send it"),
            explained=(
                near._("Any account may, and pays the network's fee. The vote is the signer's all the same."),
            ),
            elsewhere=near._(
                "Hand this transaction to whoever sends it, on chain {chain}. It is kept nowhere: copy it before you "
                "leave this page."
            ).format(chain=chain),
            sent=sent_words(near),
        ),
        back=say._("Back to the vote"),
    )
