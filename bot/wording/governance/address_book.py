"""The address book: its entries, and what was changed in it."""

from collections.abc import Mapping, Sequence

from bot.domain.accounts.accounts import BookEntry
from bot.domain.ids import ChainId
from bot.wording.language import Language


def book_lines(entries: Sequence[BookEntry], chains: Mapping[ChainId, str], say: Language) -> list[str]:
    """All entries; `chains` are the names of the chains by their numbers."""
    if not entries:
        return [say._("The address book is empty. Moderators add entries with `/gov address add`.")]
    head = say._("**Address book** (a name stands beside its address, and never in its place)")
    return [head, *(entry_line(entry, chains, say) for entry in entries)]


def added_lines(entry: BookEntry, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    return [
        say._("✅ Added to the address book:"),
        entry_line(entry, chains, say),
        say._("Actions can name it from now on. Everyone sees this in the public log."),
    ]


def removed_lines(entry: BookEntry, chains: Mapping[ChainId, str], say: Language) -> list[str]:
    return [
        say._("✅ Removed from the address book:"),
        entry_line(entry, chains, say),
        say._("Proposals that were written with the name keep the address."),
    ]


def entry_line(entry: BookEntry, chains: Mapping[ChainId, str], say: Language) -> str:
    """What it calls which account."""
    """What it calls which account."""
    return say._("{name}: {account} on {chain}").format(
        name=say.markup.strong(say.markup.name(entry.name)),
        account=say.markup.account(entry.account),
        chain=say.markup.name(chains.get(entry.chain, str(entry.chain))),
    )
