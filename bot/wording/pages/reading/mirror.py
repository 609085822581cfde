"""The page of all proposals of a mirrored contract."""

import msgspec

from bot.domain.ids import MirroredId
from bot.domain.spaces.space import Space
from bot.services.mirrors.cards import MirrorPage
from bot.wording.language import Language
from bot.wording.mirrors.cards import decided_elsewhere
from bot.wording.mirrors.registry import MIRROR_WORDING

_NAME = 100


class MirroredEntry(msgspec.Struct, frozen=True):
    proposal: MirroredId | None
    title: str
    state: str


class MirrorWords(msgspec.Struct, frozen=True):
    title: str
    plain_title: str
    space: str
    about: str
    elsewhere: str
    entries: tuple[MirroredEntry, ...]
    none: str
    older: str
    newest: str


def mirror_words(space: Space, page: MirrorPage, say: Language) -> MirrorWords:
    """All proposals of a mirrored contract, as many as stand on one page."""
    mirror = page.mirror
    kind = MIRROR_WORDING[mirror.kind]
    return MirrorWords(
        title=say.markup.name(mirror.rules.name, _NAME),
        plain_title=say.plain().markup.name(mirror.rules.name, _NAME),
        space=say.markup.name(space.name, _NAME),
        about=kind.found(mirror.rules, say.on_chain(mirror.chain)),
        elsewhere=decided_elsewhere(say),
        entries=tuple(
            MirroredEntry(each.id, say.title(each.title), kind.state(each.stage, say))
            for each in page.proposals
        ),
        none=say._("No proposal is known."),
        older=say._("Older"),
        newest=say._("Newest"),
    )
