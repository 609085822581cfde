"""Setting a space up answer by answer, in words: what each page asks, and what the last one shows."""

from collections.abc import Sequence

from bot.domain.policy.trust import TrustLevel
from bot.domain.power import PowerRule
from bot.services.governance.doctor import Check
from bot.services.governance.setup.guided_setup import SetupProgress
from bot.services.governance.setup.space_setup import PreparedSetup
from bot.wording.amounts import symbol_of
from bot.wording.errors import words_for
from bot.wording.execution.tracks_executors import beside_lines, bound_lines, not_reached_lines
from bot.wording.governance.checks import check_line
from bot.wording.governance.names import name_lines
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.governance.spaces import changed_lines, place_lines
from bot.wording.governance.tracks.tracks import doubt_line
from bot.wording.language import Language

_TRACK_LIMIT = 40


def places_head(say: Language) -> str:
    return say._(
        "## Set up: channels and roles\nChoose one of each; of voters only if you like. Everything is kept; nothing "
        "counts before you save."
    )


def place_line(field: str, say: Language) -> str:
    """What a channel or a role is for."""
    return {
        "announcements": say._("**Announcements**: where votes and results are posted"),
        "discussion": say._("**Discussions**: a forum or text channel; each proposal gets a thread there"),
        "log": say._("**Public log**: where every administrative act is shown"),
        "voters": say._(
            "**Voters**, if you like: a role that is mentioned once for each vote, when it opens"
        ),
        "moderators": say._("**Moderators**: who may pause and cancel"),
        "guardians": say._("**Guardians**: who may veto what has passed"),
    }[field]


def place_placeholder(field: str, say: Language) -> str:
    """What stands in the menu before one is chosen."""
    return {
        "announcements": say._("Choose the channel for announcements"),
        "discussion": say._("Choose the channel for discussions"),
        "log": say._("Choose the channel for the log"),
        "voters": say._("Nobody is mentioned"),
        "moderators": say._("Choose the role of moderators"),
        "guardians": say._("Choose the role of guardians"),
    }[field]


def rules_head(say: Language) -> str:
    return say._(
        "## Set up: rules\nWhich rules to begin with? Each is a whole set; periods, quorum and threshold can be "
        "changed before you save, and everything afterwards."
    )


def preset_placeholder(say: Language) -> str:
    return say._("Choose the rules")


def trust_line(say: Language) -> str:
    return say._("**What does a ballot need?** The more, the fewer people one has to believe.")


def trust_placeholder(say: Language) -> str:
    return say._("Choose what a ballot needs")


def trust_description(level: TrustLevel, say: Language) -> str:
    """What a level means, in the line below it in the menu."""
    return {
        TrustLevel.DISCORD: say._("a click: one believes the bot's operator"),
        TrustLevel.COUNTERSIGNED: say._("Discord's signature: its operator can't invent one"),
        TrustLevel.SIGNED: say._("the wallet's signature: nor can Discord"),
    }[level]


def keep_preset_label(say: Language) -> str:
    """Of the choice that leaves the rules as they are."""
    return say._("Keep the rules of today")


def power_lines(progress: SetupProgress, say: Language) -> list[str]:
    """What is asked about power and Safe, and what was found of what is answered."""
    answers = progress.draft.answers
    lines = [say._("## Set up: power and Safe")]
    if not progress.chain_chosen:
        return [*lines, say._("On which chain are your token, and your Safe or Governor?")]
    if progress.wants_sources:
        lines.append(
            say._(
                "**What gives power?** Enter the address or name of your token, NFT collection, Governor or Safe: its "
                "kind is found by itself. Or choose a role below, of which each member has one vote."
            )
        )
    elif answers.sources:
        lines.append(
            say._("✅ Power comes from {sources}").format(sources=say.markup.code(answers.sources[:300]))
        )
    if progress.wants_executor:
        lines.append(
            say._(
                "**Which Safe?** These rules need one: enter its address or name. For a Governor instead, write "
                "`governor` before it."
            )
        )
    else:
        lines.append(
            say._(
                "**Which Safe pays and acts?** Enter its address or name; for a Governor instead, write `governor` "
                "before it. Or leave it empty: then nothing is executed."
            )
        )
    return lines


def chain_placeholder(say: Language) -> str:
    return say._("Choose the chain")


def addresses_label(say: Language) -> str:
    """Of the button that opens the form for contract and Safe."""
    return say._("Enter addresses")


def power_role_placeholder(say: Language) -> str:
    return say._("Or a role: one vote for each who has it")


def no_safe_label(say: Language) -> str:
    return say._("Go on without a Safe")


def power_form_title(say: Language) -> str:
    return say._("Power and Safe")


def sources_field(say: Language) -> tuple[str, str]:
    """Label and description of the form's field for what gives power."""
    return (
        say._("What gives power"),
        say._("Address or name of a token, NFT collection, Governor or Safe; more on the moderators' page"),
    )


def safe_field(say: Language) -> tuple[str, str]:
    """Label and description of the form's field for the Safe."""
    return say._("Safe"), say._(
        "Such as treasury.eth (not an owner's), or “governor 0x…”; empty: nothing is executed"
    )


def quorum_lines(progress: SetupProgress, say: Language) -> list[str]:
    """Why a quorum is asked for."""
    lines = [say._("## Set up: quorum"), say._("**How many must vote for a result to count?**")]
    if progress.refused is not None:
        lines.append(words_for(progress.refused, say, kept=answers_kept(say)))
    return lines


def quorum_placeholder(say: Language) -> str:
    return say._("Choose how many must vote")


def voters_label(number: int, say: Language) -> str:
    return say.ngettext("{number} voter", "{number} voters", number).format(number=say.number(number))


def numbers_label(say: Language) -> str:
    """Of the button that opens the form for periods, quorum and threshold."""
    return say._("Times and numbers")


def number_fields(say: Language) -> dict[str, tuple[str, str]]:
    """Label and description of each field of the form."""
    return {
        "discussion_period": (say._("Discussion"), say._("Such as 2d, 36h or 1w; empty: as it is")),
        "voting_period": (say._("Voting"), say._("Such as 5d; empty: as it is")),
        "timelock": (
            say._("Timelock, in which guardians may veto"),
            say._("Such as 2d; 0s for none; empty: as it is"),
        ),
        "quorum": (say._("Quorum"), say._("4%, 1000 votes or 15 voters; empty: as it is")),
        "threshold": (
            say._("What a proposer must hold"),
            say._("In whole tokens, such as 100; empty: as it is"),
        ),
    }


def summary_lines(
    progress: SetupProgress, prepared: PreparedSetup, checks: Sequence[Check], say: Language
) -> list[str]:
    """Everything that would be saved; what is wrong first. `checks` are those of the channels."""
    bound = prepared.bound
    policy = bound.policy
    lines = [say._("## Set up: look through it, then save")]
    lines += [check_line(check, say) for check in checks if not check.good]
    lines += [doubt_line(source, doubt, say) for source, doubt in bound.doubts]
    lines += [*beside_lines(bound.executors, say), *not_reached_lines(bound.executors, say)]
    if progress.earlier is not None:
        changes = changed_lines(progress.earlier, prepared.places, policy, say)
        lines += [say._("**What changes**"), *changes]
    lines += place_lines(prepared.places, say)
    lines += [_token(policy.power, say), *bound_lines(bound.executors, say), *name_lines(prepared.names, say)]
    if prepared.following is not None and policy.next_track is not None:
        made = say._("A track {track} is made with it, for what passes.")
        lines.append(made.format(track=say.markup.name(policy.next_track, _TRACK_LIMIT)))
    return [*lines, say._("**Rules**"), *policy_lines(policy, say)]


def refused_lines(progress: SetupProgress, say: Language) -> list[str]:
    """The last page where it can't be saved as it is answered."""
    lines = [say._("## Set up: this can't be saved yet")]
    if progress.refused is not None:
        lines.append(words_for(progress.refused, say, kept=answers_kept(say)))
    return lines


def save_label(say: Language) -> str:
    return say._("Save")


def step_label(step: str, say: Language) -> str:
    """Of the buttons that lead to the other pages."""
    return {
        "places": say._("Channels and roles"),
        "rules": say._("Rules"),
        "power": say._("Power and Safe"),
        "summary": say._("To the summary"),
    }[step]


def give_up_label(say: Language) -> str:
    return say._("Give up")


def given_up_line(say: Language) -> str:
    return say._("Given up: your answers are forgotten, and nothing was changed.")


def answers_kept(say: Language) -> str:
    return say._("Nothing was changed. All that you have answered is kept.")


def _token(power: PowerRule, say: Language) -> str:
    return say._("✅ one whole {symbol} has {decimals} decimals").format(
        symbol=symbol_of(power.symbol, say), decimals=power.decimals
    )
