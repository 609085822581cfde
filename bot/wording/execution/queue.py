"""What stands before a request in its executor's order, so that everybody sees for what it waits."""

from collections.abc import Iterator

from bot.domain.ids import GuildId
from bot.services.execution.queue import Ahead, Holder, Queue
from bot.wording.language import Language
from bot.wording.markup.links import channel_url


def queue_lines(queue: Queue, guild: GuildId, say: Language) -> Iterator[str]:
    """Each place before it in a line; nothing where it is its turn."""
    if not queue.named:
        return
    yield say._("⏳ **It waits for what goes first.** Each of these must be executed or rejected before it:")
    for each in queue.named:
        yield _ahead(each, guild, say)
    if queue.more:
        yield say.and_more(queue.more)


def _ahead(ahead: Ahead, guild: GuildId, say: Language) -> str:
    match ahead.holder:
        case Holder.PROPOSAL:
            named = say._("proposal {number}").format(number=ahead.number)
            if ahead.thread is not None:
                named = say.markup.link(named, channel_url(guild, ahead.thread))
            return say._("▫️ nonce {nonce}: {proposal}, {title}").format(
                nonce=ahead.nonce, proposal=named, title=say.title(ahead.title)
            )
        case Holder.ELSEWHERE:
            words = say._("▫️ nonce {nonce}: what another server voted on")
        case Holder.SOMEBODY:
            words = say._("▫️ nonce {nonce}: somebody else's transaction, which no proposal asked for")
        case Holder.NOBODY:
            words = say._(
                "▫️ nonce {nonce}: nothing that is known here. If nothing is in the queue there, the owners "
                "execute a rejection with this nonce"
            )
    return words.format(nonce=ahead.nonce)
