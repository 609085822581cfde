"""What one can do in a server, by role, and by what its tracks have."""

from collections.abc import Iterator, Sequence

from bot.domain.elections.choices import reactions
from bot.domain.policy.model import Policy
from bot.domain.spaces.space import Space
from bot.services.actors import Actor
from bot.wording.language import Language


def not_set_up_parts(actor: Actor, say: Language) -> list[str]:
    """The help where the bot isn't set up yet."""
    return [_not_set_up(say), *([_moderators(say)] if actor.administrator else [])]


def help_parts(actor: Actor, space: Space, policies: Sequence[Policy], say: Language) -> list[str]:
    """The help for what this member may do under the policies of the server's tracks: nothing that it doesn't have."""
    parts = ["\n".join([say._("**Everyone**"), *_members(policies, say)])]
    if actor.administrator or space.moderators in actor.roles:
        parts.append(_moderators(say))
    if space.guardians in actor.roles:
        parts.append(_guardians(say))
    who = say._("Moderators are {moderators}, guardians {guardians}.")
    roles = say.markup.role(space.moderators), say.markup.role(space.guardians)
    return [*parts, who.format(moderators=roles[0], guardians=roles[1])]


def _members(policies: Sequence[Policy], say: Language) -> Iterator[str]:
    if any(source.needs_wallet for policy in policies for source in policy.power.sources):
        yield say._(
            "`/wallet link` links a wallet with a signature; `/wallet list`, `unlink`, `primary` look after them."
        )
    votes = [policy for policy in policies if not policy.open_ended]
    if any(reactions(policy) for policy in votes):
        yield say._("Vote with the buttons on a proposal's card, by reaction, or with `/vote cast`.")
    elif votes:
        yield say._("Vote with the buttons on a proposal's card, or with `/vote cast`.")
    if votes:
        yield say._(
            "`/vote mine` shows what is open and how you voted, `/vote why` where your power comes from."
        )
    yield say._(
        "`/notify` chooses what the bot tells you in private: reminders, results and more, and quiet hours."
    )
    yield say._(
        "`/propose` writes a proposal: you see it first, then it is discussed, then voted on. "
        "`/proposal list`, `view`, `actions`, `diff` read; `edit`, `withdraw` change your own until the vote opens."
    )
    yield say._(
        "`/proposal digest` shows what speaks for and against a proposal; `argue` adds to it, `statement` asks what "
        "others agree with."
    )
    yield say._(
        "`/stats` tells what votes say of this space in numbers: `health`, `participation`, `concentration` and more."
    )
    yield say._(
        "`/privacy show` says what is stored about you; `export` gives it to you, and `erase` takes it away."
    )
    if any(policy.executor is not None for policy in policies):
        yield say._(
            "`/treasury show` says what the DAO holds, `spending` and `budget` what it spends and may spend."
        )
    if any(policy.delegation for policy in policies):
        yield say._(
            "`/delegate to` delegates your power to somebody who votes for you, until you vote yourself or "
            "`/delegate revoke` it; `/delegate board` and `profile` show who offers that."
        )
    if any(policy.open_ended for policy in policies):
        yield say._(
            "`/stake add` puts your power on proposals that a shared pool may pay, `move` and `withdraw` change it, "
            "`/stake mine` shows it."
        )


def _moderators(say: Language) -> str:
    return "\n".join(
        [
            say._("**Moderators**"),
            say._(
                "`/gov setup` and `/gov space show` for channels, roles, tokens, Safe and rules; `/gov doctor` when "
                "something is ill."
            ),
            say._(
                "`/gov policy` shows, changes and compares the rules of a track; `/gov track` adds, edits and retires "
                "tracks."
            ),
            say._(
                "`/announce digest` sums each week up in the announcement channel; `/announce events` shows votes in "
                "the server's calendar."
            ),
            say._("`/space` drafts the proposal that creates a part of this DAO, or dissolves one."),
            say._(
                "`/policy test` tries rules out on past votes; `/handover` lets another bot run this server. "
                "`/jury draw` draws members by lot; `/roles` gives roles to who holds, votes or delegates."
            ),
            say._(
                "`/permissions` says who may do what; `/dryrun` plays a vote through by your rules; `/settings` copies "
                "them to another server; `/data` has members asked first, and says what is kept how long."
            ),
            say._(
                "`/gov pause`, `resume`, `open`, `cancel` with a public reason; `/gov log` shows every such act. "
                "Nobody can change a ballot."
            ),
        ]
    )


def _guardians(say: Language) -> str:
    return "\n".join(
        [
            say._("**Guardians**"),
            say._("`/veto` stops what has passed within its timelock, with a public reason."),
        ]
    )


def _not_set_up(say: Language) -> str:
    return say._("Folkmoot is not set up in this server yet: somebody with Manage Server runs `/gov setup`.")
