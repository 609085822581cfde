"""The page of a proposal of a mirrored contract."""

import msgspec

from bot.services.mirrors.cards import MirroredCard
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.calls import calls_lines
from bot.wording.language import Language
from bot.wording.mirrors.cards import dangers_of, decided_elsewhere, deeds_of, on_page
from bot.wording.mirrors.registry import MIRROR_WORDING

_NAME = 100


class MirroredWords(msgspec.Struct, frozen=True):
    title: str
    plain_title: str
    below: str
    all_of_them: str
    elsewhere: str
    dangers: tuple[str, ...]
    standing: tuple[str, ...]
    deeds: tuple[str, ...]
    calls_head: str
    calls: tuple[str, ...]
    text_head: str
    text_note: str
    no_text: str
    cut: str
    """"" where the text is whole."""
    transactions: tuple[str, ...]
    thread: str
    one_line: str
    """Where it stands, for a preview of a link; without marks."""


@telling_accounts_apart
def mirrored_words(card: MirroredCard, shown: int, say: Language) -> MirroredWords:
    """`shown`: so many characters of its text are shown."""
    proposal, near = card.proposal, say.on_chain(card.mirror.chain)
    kind = MIRROR_WORDING[card.mirror.kind]
    return MirroredWords(
        title=say.title(proposal.title),
        plain_title=say.plain().title(proposal.title),
        below=say._("Proposal {key} of {name} {account} on chain · by {proposer}").format(
            key=say.markup.code(proposal.key),
            name=say.markup.name(card.mirror.rules.name, _NAME),
            account=near.markup.account(card.mirror.address),
            proposer=near.markup.account(proposal.proposer),
        ),
        all_of_them=say._("All its proposals"),
        elsewhere=decided_elsewhere(say),
        dangers=tuple(dangers_of(card, near)),
        standing=tuple(kind.standing(card.mirror.rules, proposal.stage, say)),
        deeds=on_page(deeds_of(card, near), say),
        calls_head=say._("The calls, letter by letter"),
        calls=on_page(calls_lines(card.actions, near), say),
        text_head=say._("What its proposer says of it"),
        text_note=say._("Anything can be said here. What it would do stands above."),
        no_text=say._("(no text)"),
        cut=_cut(shown, proposal.length, say) if shown < proposal.length else "",
        transactions=tuple(_transactions(card, near)),
        thread=say.pgettext("button", "Open in Discord"),
        one_line=kind.state(proposal.stage, say.plain()),
    )


def _cut(shown: int, length: int, say: Language) -> str:
    return say._("{shown} of {length} characters are shown.").format(
        shown=say.number(shown), length=say.number(length)
    )


def _transactions(card: MirroredCard, say: Language) -> list[str]:
    proposal = card.proposal
    lines = [
        say._("Proposed in block {block}: {transaction}").format(
            block=say.number(proposal.block),
            transaction=say.markup.transaction(proposal.transaction, card.mirror.chain),
        )
    ]
    if proposal.ended_by is not None:
        lines.append(
            say._("Ended by {transaction}").format(
                transaction=say.markup.transaction(proposal.ended_by, card.mirror.chain)
            )
        )
    where = MIRROR_WORDING[card.mirror.kind].elsewhere(card.mirror, proposal.key, say)
    return lines if where is None else [*lines, where]
