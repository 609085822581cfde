"""A member's wallets in words: the message that links one, the question before one is unlinked, the list."""

from collections.abc import Collection, Sequence

from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.ids import Address, ChainId, MemberId
from bot.wording.accounts.mandates import mandate_sentence
from bot.wording.language import Language


def sign_line(request: LinkRequest, say: Language) -> str:
    """What to sign, and until when; the message itself stands beneath."""
    line = say._(
        "**Sign this message with** {wallet} to link it. Signing moves nothing and costs nothing. It can be signed "
        "until {moment}, once."
    ).format(wallet=say.markup.account(request.address), moment=say.moment(request.expires_at))
    allows = say._("**What you allow your Discord account here**, with this wallet:")
    return f"{line}\n{allows} {mandate_sentence(request.mandate, say)}"


def how_to_sign_lines(file: str, say: Language) -> list[str]:
    """How to sign the message, which is also in the file of this name."""
    how = say._(
        "**How**: copy all of it into “sign message” of your wallet, or of a block explorer such as etherscan.io "
        "(More, Verified Signatures, Sign Message). With Foundry, download the file below and run "
        '`cast wallet sign --interactive "$(cat {file})"`. '
        "A Safe or another contract wallet signs it as an EIP-1271 message."
    )
    return [
        how.format(file=file),
        say._("Only sign it if the Discord account and the server in it are yours."),
    ]


def logged_line(say: Language) -> str:
    """What who links a wallet should know before, where the public log shows that."""
    return say._(
        "Everyone sees it: the public log of this server names each wallet that is linked, and its member."
    )


def link_label(say: Language) -> str:
    return say._("Link a wallet")


def link_form(say: Language) -> tuple[tuple[str, str], tuple[str, str]]:
    """The questions of the form that links a wallet, each with what is to be filled in: the account, and the chain."""
    account = say._("The account"), say._("0x and 40 digits, copied from your wallet")
    chain = say._("The chain"), say._("Only for a Safe or another contract: where it is asked, and counts")
    return account, chain


def signed_label(say: Language) -> str:
    return say._("I have signed it")


def unlink_question(wallet: Address, say: Language) -> str:
    return say._(
        "**Unlink {wallet}?** It gives you no power any more, in no ballot that you cast from now on. Ballots that you "
        "have cast with it keep its power, except where the rules of a vote say that it leaves at once. To link it "
        "again it has to sign again."
    ).format(wallet=say.markup.account(wallet))


def unlink_label(say: Language) -> str:
    return say._("Unlink it")


def unlinked_line(wallet: Address, say: Language) -> str:
    return say._("{wallet} is unlinked.").format(wallet=say.markup.account(wallet))


def linked_text(wallet: Address, chains: Collection[ChainId], revoke: str | None, say: Language) -> str:
    """That a wallet was linked to the reader's account, and what to do if they know nothing of it. `revoke`: where it
    leaves the account again without it."""
    text = say._(
        "**{wallet} is linked to your Discord account now**: somebody who used your account signed with it. If that "
        "was not you, change your Discord password, and take the wallet away with `/wallet unlink`."
    ).format(wallet=_named(wallet, chains, say))
    return "\n".join([text, *_revoke_lines(revoke, say)])


def moved_text(wallet: Address, chains: Collection[ChainId], to: MemberId, say: Language) -> str:
    """That a wallet is linked to another account now, and what to do if that is wrong."""
    return say._(
        "⚠️ **{wallet} is no longer linked to you.** {member} has signed with it, so that it is linked to that account "
        "now. Votes in which it counts for you already keep counting it for you. If it is your wallet and you did not "
        "sign, somebody else can use it: move what it holds, and tell a moderator."
    ).format(wallet=_named(wallet, chains, say), member=say.markup.member(to))


def revoked_text(wallet: Address, chains: Collection[ChainId], say: Language) -> str:
    """That a wallet has taken itself off the reader's account, and how it comes back."""
    return say._(
        "⚠️ **{wallet} is no longer linked to you.** Somebody signed with it, on the bot's own page, that it leaves "
        "your account. To vote with it again, link it with `/wallet link`. If you did not sign, somebody else can use "
        "the wallet: move what it holds, and tell a moderator."
    ).format(wallet=_named(wallet, chains, say))


def _named(wallet: Address, chains: Collection[ChainId], say: Language) -> str:
    """The account; of a contract with the chains that are meant."""
    account = say.markup.account(wallet)
    if not chains:
        return account
    return say.ngettext("{wallet} on chain {chains}", "{wallet} on chains {chains}", len(chains)).format(
        wallet=account, chains=say.both([str(chain) for chain in sorted(chains)])
    )


def _revoke_lines(revoke: str | None, say: Language) -> list[str]:
    """Where a wallet leaves an account that its owner has lost."""
    if revoke is None:
        return []
    return [
        say._("Should you ever lose this Discord account, your wallet leaves it here: {url}").format(
            url=revoke
        )
    ]


def primary_line(wallet: Address, say: Language) -> str:
    """That this wallet stands for its member from now on."""
    return say._("{wallet} is your primary wallet. All linked ones count as before.").format(
        wallet=say.markup.account(wallet)
    )


def wallet_lines(wallets: Sequence[Wallet], revoke: str | None, say: Language) -> list[str]:
    """A member's wallets, the primary one first. `revoke`: the page on which they leave the account without it."""
    if not wallets:
        return [
            say._("You have no linked wallet in this server. `/wallet link` links one in a minute."),
        ]
    return [
        say._("**Your linked wallets** (only you see this; together they make your power)"),
        *(wallet_line(wallet, say) for wallet in wallets),
        *_revoke_lines(revoke, say),
    ]


def wallet_line(wallet: Wallet, say: Language) -> str:
    """A wallet with what there is to know of it."""
    words = (
        say._("{wallet} **primary**, linked {when}") if wallet.primary else say._("{wallet}, linked {when}")
    )
    line = words.format(wallet=say.markup.account(wallet.address), when=say.when(wallet.linked_at))
    line = f"{line} · {mandate_sentence(wallet.mandate, say)}"
    return line if wallet.chains is None else f"{line} · {_counts_on(wallet.chains, say)}"


def _counts_on(chains: Collection[ChainId], say: Language) -> str:
    """That a contract counts on these chains only, and how to have it count on another."""
    return say.ngettext(
        "a contract: it counts on chain {chains} only",
        "a contract: it counts on chains {chains} only",
        len(chains),
    ).format(chains=say.both([str(chain) for chain in sorted(chains)]))


def linked_lines(wallet: Wallet, say: Language) -> list[str]:
    """That a wallet is linked, and what it does from now on."""
    words = (
        say._("✅ **{wallet} is linked.** It is your primary wallet.")
        if wallet.primary
        else say._("✅ **{wallet} is linked.**")
    )
    return [
        words.format(wallet=say.markup.account(wallet.address)),
        mandate_sentence(wallet.mandate, say),
        say._("`/wallet list` shows all of yours."),
        *_of_contract(wallet, say),
    ]


def _of_contract(wallet: Wallet, say: Language) -> list[str]:
    if wallet.chains is None:
        return []
    return [
        say._(
            "It is a contract, and at the same address on another chain there may be somebody else's: it counts for "
            "what it holds on the chains where you have proved it ({chains}). `/wallet link` with `chain` proves it on "
            "another one."
        ).format(chains=say.both([str(chain) for chain in sorted(wallet.chains)]))
    ]


def signature_form_title(say: Language) -> str:
    return say._("The signature")


def signature_question(say: Language) -> tuple[str, str]:
    """What the form asks, and what is to be filled in."""
    return say._("Signature"), say._("What the wallet gave back when it signed the message")
