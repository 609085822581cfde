"""What one can do in a server, by role."""

from bot.domain.space import Space
from bot.services.actors import Actor
from bot.wording.language import Language


def help_parts(actor: Actor, space: Space | None, say: Language) -> list[str]:
    """The help for what this member may do; `space` is None where the bot isn't set up."""
    if space is None:
        return [_not_set_up(say), *([_moderators(say)] if actor.administrator else [])]
    parts = [_members(say)]
    if actor.administrator or space.moderators in actor.roles:
        parts.append(_moderators(say))
    if space.guardians in actor.roles:
        parts.append(_guardians(say))
    who = say._("Moderators are {moderators}, guardians {guardians}.")
    roles = say.markup.role(space.moderators), say.markup.role(space.guardians)
    return [*parts, who.format(moderators=roles[0], guardians=roles[1])]


def _members(say: Language) -> str:
    return "\n".join(
        [
            say._("**Everyone**"),
            say._(
                "`/wallet link` links a wallet with a signature; `/wallet list`, `unlink`, `primary` look after them."
            ),
            say._(
                "Vote with the buttons on a proposal's card, by reaction, or with `/vote cast`; `/vote mine` shows "
                "your ballot, `/vote why` where its power comes from. You can change it until the end."
            ),
            say._(
                "`/propose` writes a proposal: you see it first, then it is discussed, then voted on. "
                "`/proposal list`, `view`, `actions`, `diff` read; `edit`, `withdraw` change your own until the vote "
                "opens."
            ),
            say._(
                "`/delegate to` delegates your power to somebody who votes for you, until you vote yourself or "
                "`/delegate revoke` it; `/delegate board` and `profile` show who offers that."
            ),
            say._(
                "`/stake add` puts your power on proposals that a shared pool may pay, `move` and `withdraw` change "
                "it, `/stake mine` shows it."
            ),
        ]
    )


def _moderators(say: Language) -> str:
    return "\n".join(
        [
            say._("**Moderators**"),
            say._(
                "`/gov setup` and `/gov space` for channels, roles, tokens, Safe and rules; `/gov doctor` when "
                "something is ill."
            ),
            say._(
                "`/gov policy` shows, changes and compares the rules of a track; `/gov track` adds, edits and retires "
                "tracks."
            ),
            say._(
                "`/gov pause`, `resume`, `cancel` with a public reason; `/gov log` shows every such act. Nobody can "
                "change a ballot."
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
