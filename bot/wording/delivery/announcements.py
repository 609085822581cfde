"""What members are told when there is something for them to do."""

from bot.domain.ids import RoleId
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import LONGEST_SPACE_NAME, Space
from bot.services.notices.missing_voters import RestHolders
from bot.services.proposals.cards import Card
from bot.wording.delivery.events import event_head, event_text, vote_there
from bot.wording.language import Language
from bot.wording.proposals.cards.cards import voted_text
from bot.wording.voting.quorums import quorum_lines


def discussion_text(proposal: Proposal, talk: str, say: Language) -> str:
    """That a proposal is discussed, and until when. `talk` is the address of its thread, empty where there is none."""
    new = say._("💬 A new proposal by {member}. Discuss it in its thread.")
    if not talk:
        new = say._(
            "💬 A new proposal by {member}. `/proposal view` shows it: its thread could not be opened yet."
        )
    lines = [event_head(proposal, talk, say), new.format(member=say.markup.member(proposal.author))]
    if proposal.opens_at:
        opens = say._("The vote opens {when}, with a card in this channel.")
        lines.append(opens.format(when=say.when(proposal.opens_at)))
    return "\n".join(lines)


def brought_up_text(card: Card, part: Space, talk: str, say: Language) -> str:
    """To the part that brought a proposal up: who decides on it now. `talk` is the address of its thread, empty where
    there is none."""
    words = say._(
        "⬆️ {member} has brought this up: it is more than {part} may move itself. Who votes in **{above}** decides, and "
        "it is carried out by what {part} has."
    ).format(
        member=say.markup.member(card.proposal.author),
        part=say.markup.name(part.name, LONGEST_SPACE_NAME),
        above=say.markup.name(card.space.name, LONGEST_SPACE_NAME),
    )
    return f"{event_head(card.proposal, talk, say)}\n{words}"


def open_vote_text(proposal: Proposal, voters: RoleId, end: str, card: str, say: Language) -> str:
    """That a vote opened, to those who want to be told. `card` is the address of its card; `end`: see MentionVoters."""
    return "\n".join(
        [
            f"{say.markup.role(voters)} {event_head(proposal, '', say)}",
            f"{event_text('opened', {'end': end}, say)} {vote_there(card, say)}",
        ]
    )


def low_turnout_text(card: Card, holders: RestHolders | None, url: str, say: Language) -> str:
    """That a vote ends soon, how much of its quorum is missing and who holds that; of a hidden count, only that it
    ends. `url` is the address of its card."""
    assert card.ends_at is not None
    ends = say._("⏳ The vote ends {when}.").format(when=say.when(card.ends_at))
    count = card.result
    lines = [event_head(card.proposal, "", say), ends]
    if count is not None and not card.hidden:
        lines[1] = f"{ends} {say._('**More votes are needed.**')}"
        lines += [
            *quorum_lines(card.proposal.rules, count, say),
            *([] if holders is None else [_holders_line(holders, say)]),
            say.markup.small(voted_text(card, count.voters, say)),
        ]
    return "\n".join([*lines, vote_there(url, say)])


def _holders_line(holders: RestHolders, say: Language) -> str:
    """Nobody is pinged: the message mentions nobody whom it names."""
    number = holders.number
    if holders.named:
        words = say.ngettext(
            "{members}, who votes for others and hasn't voted, holds the rest.",
            "{members}, who vote for others and haven't voted, hold the rest.",
            number,
        )
        return words.format(members=say.both([say.markup.member(each) for each in holders.named]))
    if holders.delegates:
        words = say.ngettext(
            "One delegate who hasn't voted holds the rest.",
            "{number} delegates who haven't voted hold the rest.",
            number,
        )
    else:
        words = say.ngettext(
            "One member who hasn't voted holds the rest.",
            "{number} members who haven't voted hold the rest.",
            number,
        )
    return words.format(number=number)
