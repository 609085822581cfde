"""What a member is told of what is stored about them, and before and after they are erased."""

from bot.services.ports import DataKind
from bot.services.privacy.own_data import OwnData
from bot.wording.language import Language
from bot.wording.privacy.consent import given_line
from bot.wording.privacy.retention import period_lines

_NAMED = 10
"""Proposals that are named."""


def kind_words(say: Language) -> dict[DataKind, str]:
    """Each kind of rows: what it is, why it is stored, and until when."""
    return {
        DataKind.WALLETS: say._(
            "**Wallets** that you linked, and what they held when it was read: for your power. Until you "
            "are erased."
        ),
        DataKind.VOTES: say._(
            "**Votes** that you cast, with their reasons: to count them, and to find them again. The "
            "records of closed votes have them without your name, for good; with it where the card said so."
        ),
        DataKind.DELEGATION: say._(
            "**Delegation**: whom you let vote for you, who lets you, and what you say of yourself as a "
            "delegate. Until you are erased."
        ),
        DataKind.PROPOSALS: say._(
            "**Proposals** that you wrote or stand behind: the DAO decides on them. They stay, without "
            "your name."
        ),
        DataKind.DISCUSSION: say._(
            "**Discussions**: arguments, statements, reports, and what you wrote down for yourself. "
            "Statements and reports stay, without your name."
        ),
        DataKind.MERITS: say._(
            "**Reputation and stakes**: what decisions gave you, and what you staked. Until you are erased."
        ),
        DataKind.NOTICES: say._(
            "**Notices**: what I am to write to you, and when. Until you turn them off, or are erased."
        ),
        DataKind.OFFICES: say._(
            "**Offices**: roles that decisions gave you, and whether you are an auditor. Until they end."
        ),
        DataKind.ACTS: say._(
            "**Acts** as a moderator or guardian, in the public log: so that everybody sees who did what. "
            "They stay, without your name."
        ),
        DataKind.MESSAGES: say._(
            "**Messages** that wait to be posted, or were: for days; what couldn't be posted for a year."
        ),
        DataKind.CONSENT: say._(
            "**Agreements** to what servers ask before anything is stored: so that I ask once. Until you take "
            "them back, or are erased."
        ),
        DataKind.SETUP: say._("**Setup** of a server that you have begun: for days."),
    }


def shown_lines(data: OwnData, say: Language) -> list[str]:
    """What is stored, by kind."""
    if not data.rows:
        return [say._("I have nothing stored about you.")]
    lines = [say._("**What I have stored about you**, in all servers that I am in:")]
    for kind, words in kind_words(say).items():
        if number := data.rows.get(kind):
            lines.append(say._("• {number}: {what}").format(number=say.number(number), what=words))
    lines += period_lines(data.periods, say)
    if data.consent is not None:
        lines.append(given_line(data.consent, say))
    lines.append(
        say.markup.small(
            say._("`/privacy export` gives you all of it as a file; `/privacy erase` has it gone.")
        )
    )
    if data.asked_at is not None:
        lines.append(waiting_line(data, say))
    return lines


def question_lines(data: OwnData, say: Language) -> list[str]:
    """What goes for good and what stays, before anything does."""
    lines = [
        say._(
            "**Erase everything about you, in all servers?** It can't be undone: your wallets, "
            "delegations, reputation, stakes, profile, notices and what you wrote down are deleted, and "
            "drafts are emptied."
        ),
        say._(
            "What others need stays, without your name: proposals and statements that you wrote, acts in "
            "the public log, and the records of closed votes with your choice, your reason, and the "
            "wallets that counted. They are accounts on a public chain; nothing says any more that they "
            "are yours."
        ),
        say._(
            "Messages in Discord stay where they are: delete your own there, and ask moderators about mine."
        ),
    ]
    if data.holding or data.juries:
        lines.append(
            say._(
                "It waits for {what}: a vote that you are part of, what was decided about you, or a jury that is "
                "still to be drawn. What you voted there counts until the end. Stakes are taken back at once."
            ).format(what=_holding(data, say))
        )
    return lines


def erase_label(say: Language) -> str:
    return say._("Erase me")


def erased_lines(data: OwnData, say: Language) -> list[str]:
    """What became of it."""
    if data.asked_at is not None:
        return [waiting_line(data, say)]
    return [say._("Done: nothing here names you any more. If you come back, I don't know you.")]


def waiting_line(data: OwnData, say: Language) -> str:
    return say._(
        "⏳ You are erased as soon as it is over with {what}. Nothing more has to be done by you."
    ).format(what=_holding(data, say))


def _holding(data: OwnData, say: Language) -> str:
    """Proposals and juries that hold it up, by their numbers; a draft has none."""
    numbers = [f"#{number}" for number in data.holding if number][:_NAMED]
    more = len(data.holding) - len(numbers)
    named = [say._("proposal {number}").format(number=number) for number in numbers]
    named += [say._("jury {number}").format(number=f"#{number}") for number in data.juries[:_NAMED]]
    return say.both([*named, *([say.and_more(more)] if more else [])])
