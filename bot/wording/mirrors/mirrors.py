"""The contracts that a server mirrors: naming them, and how far each is read."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.ids import ChainId
from bot.domain.mirrors import Mirror
from bot.services.mirrors.mirroring import MirrorState
from bot.wording.language import Language
from bot.wording.mirrors.registry import MIRROR_WORDING

_FAULT = 150


def added_lines(mirror: Mirror, say: Language) -> list[str]:
    return [
        MIRROR_WORDING[mirror.kind].found(mirror.rules, say.on_chain(mirror.chain)),
        say._(
            "Each of its open proposals gets a thread in {channel} from now on. They are read now, the newest first, "
            "which can take some minutes: `/gov mirror list` says how far that is. Everyone sees this in the public "
            "log."
        ).format(channel=say.markup.channel(mirror.channel)),
    ]


def removed_line(mirror: Mirror, say: Language) -> str:
    return say._("✅ {account} is mirrored no more.").format(
        account=say.on_chain(mirror.chain).markup.account(mirror.address)
    )


def mirror_lines(states: Sequence[MirrorState], chains: Mapping[ChainId, str], say: Language) -> list[str]:
    """All mirrors; `chains` are the names of the chains by their numbers."""
    if not states:
        return [say._("This server mirrors no contract. Moderators add one with `/gov mirror add`.")]
    head = say._("**Mirrored** (what is decided there is shown here, and is not this server's decision)")
    return [head, *(line for each in states for line in _mirror(each, chains, say))]


def _mirror(state: MirrorState, chains: Mapping[ChainId, str], say: Language) -> Iterator[str]:
    mirror = state.mirror
    yield say._("{name} {account} on {chain}, in {channel}").format(
        name=say.markup.strong(say.markup.name(mirror.rules.name)),
        account=say.on_chain(mirror.chain).markup.account(mirror.address),
        chain=say.markup.name(chains.get(mirror.chain, str(mirror.chain))),
        channel=say.markup.channel(mirror.channel),
    )
    if mirror.fault:
        yield say._("⚠️ It can't be read now, and is tried again: {why}").format(
            why=say.markup.code(mirror.fault[:_FAULT])
        )
    if mirror.read is None:
        yield say.markup.small(say._("It has not been read yet."))
        return
    proposals = say.ngettext("{number} proposal", "{number} proposals", state.kept).format(
        number=say.number(state.kept)
    )
    words = (
        say._("{proposals}, {live} of them open; read from block {since} to {until}.")
        if mirror.read.is_whole
        else say._(
            "{proposals} so far, {live} of them open; read from block {since} to {until}, and what was before is "
            "being read."
        )
    )
    yield say.markup.small(
        words.format(
            proposals=proposals,
            live=say.number(state.live),
            since=mirror.read.since,
            until=mirror.read.until,
        )
    )
    if mirror.read.left_out:
        words = say.ngettext(
            "⚠️ {number} block was left out, since the contract filled it with events: what was proposed in it is not "
            "shown.",
            "⚠️ {number} blocks were left out, since the contract filled them with events: what was proposed in them "
            "is not shown.",
            mirror.read.left_out,
        )
        yield words.format(number=say.number(mirror.read.left_out))
    if state.page is not None:
        yield say._("All of them in the browser: {url}").format(url=state.page)
