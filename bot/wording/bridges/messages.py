"""How far calls to other chains have come: on the card, and where it is told."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.bridges.crossing import BridgeMessage, Crossing
from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ChainId, TransactionHash
from bot.wording.bridges.registry import words_of_bridge
from bot.wording.language import Language

_ON_A_CARD = 5
"""So many messages have a line of their own; what is not done comes first."""


def crossing_lines(crossing: Crossing, say: Language) -> list[str]:
    """How each of the calls stands, what is not done first; those that are left out are counted."""
    order = ("failed", "lapsed", "cancelled", "unsent", "sent", "done")
    messages = sorted(crossing.messages, key=lambda message: (order.index(message.status), message.number))
    lines = [message_line(message, len(messages), say) for message in messages[:_ON_A_CARD]]
    if more := len(messages) - len(lines):
        done = all(message.status == "done" for message in messages[_ON_A_CARD:])
        words = (
            say.ngettext("and {number} more that was done", "and {number} more that were done", more)
            if done
            else say.ngettext("and {number} more", "and {number} more", more)
        )
        lines.append(words.format(number=more))
    return lines


def message_line(message: BridgeMessage, among: int, say: Language) -> str:
    """How one of so many calls stands."""
    chain = _place(message.chain, message.number, among, say)
    match message.status:
        case "sent":
            return say._("→ {chain}: on its way since {when}").format(
                chain=chain, when=say.when(message.sent_at)
            )
        case "failed":
            failed = say._("⚠️ → {chain}: **failed there**, and not done.").format(chain=chain)
            return f"{failed}\n{words_of_bridge(message.kind).retry(message.key, message.until, say)}"
        case "done" if message.transaction is not None:
            return say._("→ {chain}: **done** there, transaction {hash}").format(
                chain=chain, hash=say.markup.transaction(message.transaction, message.chain)
            )
        case "done":
            return say._("→ {chain}: **done** there").format(chain=chain)
        case "cancelled":
            return say._("⚠️ → {chain}: **taken back** there, and never done").format(chain=chain)
        case "lapsed":
            return say._("⚠️ → {chain}: **not done** there in time").format(chain=chain)
        case "unsent":
            return say._("⚠️ → {chain}: **never sent**").format(chain=chain)


def _place(chain: ChainId, number: int, among: int, say: Language) -> str:
    """The chain, and which of several calls it is."""
    name = say.markup.chain_name(chain)
    return name if among == 1 else f"{name} ({number}/{among})"


def sent_text(chains: str, say: Language) -> str:
    """That what was executed has sent calls to other chains, whose numbers stand in a list."""
    names = [say.markup.chain_name(ChainId(int(chain))) for chain in chains.split(",")]
    return say._(
        "It has sent a part of it over a bridge to {chains}: **that part is not done yet**, and is followed there."
    ).format(chains=say.both(names))


def crossed_text(data: Mapping[str, str], say: Language) -> str:
    """What became of one of them. Raises StoredDataInvalid for what no version of this program wrote."""
    among = int(data["of"])
    chain = _place(ChainId(int(data["to"])), int(data["number"]), among, say)
    match data["status"]:
        case "done":
            return _done(data, chain, among, say)
        case "failed":
            until = datetime.fromtimestamp(int(data["until"]), UTC) if data["until"] else None
            failed = say._(
                "🚨 **Failed on the other chain**: on {chain} the call was refused that was sent there. **It is not "
                "done.**"
            ).format(chain=chain)
            return f"{failed}\n{words_of_bridge(data['bridge']).retry(data['key'], until, say)}"
        case "cancelled":
            return say._(
                "🚨 **Taken back on the other chain**: on {chain} somebody has cancelled the call that was sent there. "
                "It can't be made any more; propose it again if it is still wanted."
            ).format(chain=chain)
        case "lapsed":
            return say._(
                "🚨 **Not done on the other chain**: on {chain} the call that was sent there was not made in time, as "
                "far as can be seen. It is followed no longer; look there, and propose it again if it is still wanted."
            ).format(chain=chain)
        case "unsent":
            return say._(
                "🚨 **Nothing was sent**: the transaction that executed the proposal has sent no such call to {chain}. "
                "Somebody has to look why; it is not done."
            ).format(chain=chain)
    raise StoredDataInvalid(f"message {data['status']!r}")


def _done(data: Mapping[str, str], chain: str, among: int, say: Language) -> str:
    if among == int(data["done"]) and among > 1:
        done = say._("✅ **Done on all chains**: all calls that were sent to other chains were made there.")
    else:
        done = say._(
            "✅ **Done on the other chain**: on {chain} the call was made that was sent there."
        ).format(chain=chain)
    if not data["transaction"]:
        return done
    transaction = say.markup.transaction(TransactionHash(data["transaction"]), ChainId(int(data["to"])))
    return "\n".join([done, say._("Transaction {hash}").format(hash=transaction)])
