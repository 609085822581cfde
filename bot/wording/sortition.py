"""Juries that are drawn by lot: announced, drawn, shown, and recomputed on the command line."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import ChainId, ContentHash, MemberId
from bot.domain.sortition.draw import JuryDraw
from bot.domain.sortition.draw_file import DrawFile
from bot.domain.sortition.terms import LONGEST_TITLE
from bot.wording.language import Language

_CHAIN_LIMIT = 40

ChainNames = Mapping[ChainId, str]
"""What the operator calls each chain."""


def announced_text(draw: JuryDraw, chains: ChainNames, say: Language) -> str:
    """Who can be drawn, by which block, and the hash that commits to it. The file stands beneath."""
    called = say._("Called by {member}.").format(member=say.markup.member(draw.called_by))
    lines = [_head(draw, say), *_waiting_lines(draw, chains, say)]
    return "\n".join([*lines, say.markup.small(called)])


def drawn_text(draw: JuryDraw, chains: ChainNames, say: Language) -> str:
    """Who was drawn, by which block, and how that is checked. The file stands beneath."""
    return "\n".join([_head(draw, say), *_drawn_lines(draw, chains, say)])


def late_text(draw: JuryDraw, chains: ChainNames, say: Language) -> str:
    """That the block is long in coming, and that this changes nothing."""
    words = say._(
        "⏳ Chain {chain} has no final block yet of {moment} or later, or its nodes don't answer. The jury is drawn as "
        "soon as there is one; it doesn't change which block decides."
    ).format(chain=_chain(draw, chains, say), moment=say.moment(draw.terms.after_time))
    return f"{_head(draw, say)}\n{words}"


def called_line(draw: JuryDraw, say: Language) -> str:
    """To the moderator who has called it."""
    return say._(
        "✅ Jury {number} is announced with the hash {hash}; it is drawn {when} or, once the block is final, soon "
        "after."
    ).format(
        number=draw.terms.number,
        hash=say.markup.code(draw.commitment),
        when=say.when(draw.terms.after_time),
    )


def shown_lines(draw: JuryDraw, chains: ChainNames, say: Language) -> list[str]:
    """Where a draw stands."""
    if draw.block is None:
        return [_head(draw, say), *_waiting_lines(draw, chains, say)]
    lines = [_head(draw, say), *_drawn_lines(draw, chains, say)]
    if not draw.whole:
        lines.append(
            say._(
                "Somebody in the pool was erased since: the file that was posted then recomputes it; none is kept here."
            )
        )
    return lines


def listed_lines(draws: Sequence[JuryDraw], say: Language) -> list[str]:
    """The newest draws, one a line."""
    if not draws:
        return [say._("No jury was drawn here yet. Moderators call one with `/jury draw`.")]
    return [_head(draw, say) for draw in draws]


def committed_line(file: DrawFile, say: Language) -> str:
    """On the command line: what was announced."""
    terms = file.terms
    return say._(
        "Jury {number} of server {server}: {seats} of {pool}, by the first block of chain {chain} from Unix time "
        "{after} on. Its announcement must name the hash {hash}: compare it, or give it with --hash."
    ).format(
        number=terms.number,
        server=terms.server,
        seats=terms.seats,
        pool=len(terms.pool),
        chain=terms.chain,
        after=terms.after,
        hash=terms.commitment,
    )


def announced_alike_line(commitment: ContentHash, say: Language) -> str:
    """On the command line: the hash is the one that was given."""
    return say._("The terms have the hash {hash} that you gave.").format(hash=commitment)


def recomputed_line(file: DrawFile, say: Language) -> str:
    """On the command line: what follows from the block."""
    assert file.block is not None
    return say._("By the hash of block {block} these are drawn, as the file says: {members}").format(
        block=file.block.number, members=", ".join(map(str, file.jury))
    )


def not_drawn_line(say: Language) -> str:
    return say._("This is the file of the announcement: nobody was drawn yet.")


def first_block_line(file: DrawFile, say: Language) -> str:
    assert file.block is not None
    return say._(
        "The chain has block {block} with this hash, it is final, and it is the first that counts."
    ).format(block=file.block.number)


def block_not_read_line(say: Language) -> str:
    return say._(
        "That it is the first block of its chain that counts was not checked: give an endpoint with --rpc, or look "
        "it up."
    )


def no_final_block_line(say: Language) -> str:
    return say._("The endpoint has no final block yet that counts.")


def other_chain_line(chain: ChainId, say: Language) -> str:
    return say._("None of the endpoints serves chain {chain}.").format(chain=chain)


def _head(draw: JuryDraw, say: Language) -> str:
    return say._("🎲 **Jury {number}: {title}**").format(
        number=draw.terms.number, title=say.markup.name(draw.terms.title, 2 * LONGEST_TITLE) or "–"
    )


def _waiting_lines(draw: JuryDraw, chains: ChainNames, say: Language) -> list[str]:
    terms = draw.terms
    decided = say.ngettext(
        "{number} member is drawn by lot from the {pool} in the file. What decides is the hash of the first block of "
        "{chain} from {moment} on, as soon as it is final: nobody knew it when this was announced.",
        "{number} members are drawn by lot from the {pool} in the file. What decides is the hash of the first block of "
        "{chain} from {moment} on, as soon as it is final: nobody knew it when this was announced.",
        terms.seats,
    ).format(
        number=terms.seats,
        pool=say.number(len(terms.pool)),
        chain=_chain(draw, chains, say),
        moment=say.moment(terms.after_time),
    )
    kept = say._("SHA-256 of the file: {hash}. Nothing of it can be changed any more.").format(
        hash=say.markup.code(draw.commitment)
    )
    return [decided, kept]


def _drawn_lines(draw: JuryDraw, chains: ChainNames, say: Language) -> list[str]:
    jury, block = draw.jury, draw.block
    assert jury is not None
    assert block is not None
    lines = [
        say._("Drawn: {members}").format(members=_members(jury.members, say)),
        say._("By block {number} of {chain}, of {moment}: {hash}").format(
            number=block.number,
            chain=_chain(draw, chains, say),
            moment=say.moment(block.time),
            hash=say.markup.code(block.hash),
        ),
    ]
    if jury.substitutes:
        substitutes = say._("In the place of who can't serve, in this order: {members}")
        lines.insert(1, substitutes.format(members=_members(jury.substitutes, say)))
    check = say._(
        "`folkmoot jury` recomputes it from the file. It was announced with the hash {hash}."
    ).format(hash=say.markup.code(draw.commitment))
    return [*lines, say.markup.small(check)]


def _members(members: Sequence[MemberId], say: Language) -> str:
    return ", ".join(say.markup.member(member) for member in members)


def _chain(draw: JuryDraw, chains: ChainNames, say: Language) -> str:
    return say.markup.name(chains.get(draw.terms.chain, str(draw.terms.chain)), _CHAIN_LIMIT)
