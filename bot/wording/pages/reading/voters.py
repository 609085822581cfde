"""Who voted what, on a page."""

import msgspec

from bot.services.pages.voters import Voter, VotersPage
from bot.services.proposals.cards import Card
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.voting.apart import choice_in_parts
from bot.wording.voting.conflicts import conflict_line

_REASON = 500


class VoterLine(msgspec.Struct, frozen=True):
    member: str
    choice: str
    power: str
    reason: str
    """Empty where none was given."""
    conflict: str
    """The conflict of interest that they declared; empty for none."""


class VotersWords(msgspec.Struct, frozen=True):
    title: str
    number: str
    voters: tuple[VoterLine, ...]
    more: str
    back: str


def voters_words(card: Card, page: VotersPage, say: Language) -> VotersWords:
    return VotersWords(
        title=say._("Who voted on #{number}: {title}").format(
            number=card.proposal.number, title=say.title(card.proposal.content.title)
        ),
        number=say.ngettext("{number} voted", "{number} voted", page.number).format(
            number=say.number(page.number)
        ),
        voters=tuple(_line(card, each, say) for each in page.voters),
        more=say._("More"),
        back=say._("Back to the proposal"),
    )


def _line(card: Card, voter: Voter, say: Language) -> VoterLine:
    rules = card.proposal.rules
    return VoterLine(
        member=say.markup.member(voter.member),
        choice=choice_in_parts(rules, voter.choice, voter.parts, say),
        power=say._("not read yet") if voter.power is None else power_text(voter.power, rules.power, say),
        reason=say.markup.name(voter.reason, _REASON) if voter.reason else "",
        conflict=conflict_line(voter.conflict, say),
    )
