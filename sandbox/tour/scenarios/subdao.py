"""A part of the DAO with money of its own, from the vote that creates it to the one that dissolves it."""

from __future__ import annotations

from dataclasses import replace

from sandbox.chain.safe import safe_to_come
from sandbox.discord.world.permissions import P
from sandbox.safe_app import add_delegate
from sandbox.stage import Voter
from sandbox.tour.checks import card, executed, in_discussion, said, told
from sandbox.tour.play import OWNERS, TOKEN, Part, Play
from sandbox.tour.presses import Click, Command, Execute, Fill, PasteSignature, Turn, Upload
from sandbox.tour.scenario import WORLD, Check, Scenario, Seen, Step
from sandbox.tour.steps import (
    MODERATOR,
    close_the_vote,
    end_the_timelock,
    link,
    open_the_vote,
    propose,
    prove_the_safe,
    set_up,
    sign,
    vote_by_button,
)
from sandbox.world.controls.skip_to_end import TO_END_OF_TIMELOCK

_POLICY = """
name = "whole"
mechanism = "single"
choices = ["For", "Against", "Abstain"]
proposal_threshold = 1000000000000000000
reactions = true
parts_track = "main"

[rules]
majority = { kind = "simple", value = "1/2", abstain = "excluded" }

[periods]
discussion = "PT1H"
voting = "PT1H"
timelock = "PT1H"
execution = "P14D"
unresolved_after = "PT6H"

[server]
acts = ["create_space", "archive_space", "veto"]
"""
_ACTIONS = "Actions, one per line (optional)"
_OWNERS = " ".join(f"{{{name}}}" for name in OWNERS)
_FUNDED, _PAID, _MORE = 10, 1, 5
_LEFT = _FUNDED - _PAID - _MORE
_CREATE = (
    f"deploy safe owners {_OWNERS} threshold 2 recallable\n"
    f"transfer {_FUNDED} ETH to {{grants_safe}}\n"
    'create space "Grants" from subdao moderators @Granters announcements #grants discussion #grants-talk '
    "log #grants-log limit 2 ETH per 30 days"
)
_DISSOLVE = (
    "call {grants_safe} execTransactionFromModule(address,uint256,bytes,uint8) "
    f"{{safe}} {_LEFT * TOKEN} 0x 0\n"
    'archive space "Grants"'
)
_ABOVE, _VETOED = "A greenhouse for all", "A second fence"


async def _build(play: Play) -> None:
    """Channels, a role and a moderator for the part; its Safe isn't there yet, and its address is known."""
    stage = play.stage
    guild = stage.guild
    granters = guild.create_role("Granters")
    news, talk = guild.create_text_channel("grants"), guild.create_forum_channel("grants-talk")
    guild.create_text_channel("grants-log")
    gail = guild.create_member("gail", roles=[granters], permissions=P.MANAGE_GUILD)
    stage.voters["gail"] = Voter(gail, stage.account("gail"))
    owners = stage.owners
    safe = await safe_to_come(stage.chain, owners=owners, threshold=2, module=stage.safe.address)
    await add_delegate(stage.service, stage.safe, owners[0], stage.proposer, everywhere=True)
    play.parts.append(Part(news, talk, safe))
    play.named["grants_safe"] = safe.address
    stage.contracts["the Safe of Grants"] = safe.contract


def _holds(ether: int) -> Check:
    """The Safe of the part has so much, and the bot has announced that something was executed."""

    async def check(play: Play) -> Seen:
        there = await play.stage.chain.balance(play.text("{grants_safe}")) == ether * TOKEN
        return play.said(play.discussion, "the safe executed the proposal") if there else None

    return check


def _decided() -> tuple[Step, ...]:
    """Ada alone decides here: the vote opens, and passes."""
    return (open_the_vote(), vote_by_button("ada", "For", 1), close_the_vote("**Passed**"))


def _carried_out(why: str, sees: str, check: Check) -> tuple[Step, ...]:
    """The timelock ends, two owners sign, and one executes."""
    executing = Step("otto", "Otto executes", why, (Execute(),), sees, check)
    return (end_the_timelock(), sign("olga", 1), sign("otto", 2), executing)


def _in_grants(title: str, text: str, actions: str) -> Step:
    """Ada proposes in the part's channel."""
    usual = propose("ada", title, text, actions=actions)
    presses = (Command("propose", place="#grants"), *usual.presses[1:])
    return replace(
        usual, presses=presses, sees="A post in #grants-talk: it is the part's own, by its own rules."
    )


SUBDAO = Scenario(
    "subdao",
    "A part with money of its own",
    "A vote creates it with a Safe and a limit. It spends, asks the whole for more, is vetoed, and is dissolved.",
    {"ada": 60_000, "ben": 25_000},
    (
        propose("ada", "A part for grants", "Small grants are decided by who gives them.", actions=_CREATE),
        *_decided(),
        *_carried_out(
            "The new Safe, and what it is given, come with one transaction. The part itself is there already.",
            f"The Safe of Grants stands at the address that the vote named, with {_FUNDED} ETH.",
            _holds(_FUNDED),
        ),
        Step(
            "gail",
            "Gail, who moderates Grants, names its Safe",
            "In #grants commands mean Grants: she changes its rules, and nobody else's.",
            (
                Command(
                    "gov track edit",
                    {
                        "track": "main",
                        "safe": "{grants_safe}",
                        "quorum": "1 voters",
                        "discussion_period": "1h",
                        "voting_period": "1h",
                    },
                    "#grants",
                ),
            ),
            "The new rules, and that nobody has proved yet whose this Safe is.",
            told("gail", "{grants_safe}"),
        ),
        Step(
            "gail",
            "An owner signs that it belongs to Grants",
            "A Safe belongs to one space: Grants could not name that of the whole.",
            (Command("gov safe prove", {"signer": "{olga}"}, "#grants"), PasteSignature("olga")),
            "It is proved.",
            told("gail", "it is proved that"),
        ),
        _in_grants(
            "A fence around the garden", "It keeps the deer out.", f"transfer {_PAID} ETH to {{grantee}}"
        ),
        *_decided(),
        *_carried_out(
            "The Safe of Grants pays: the whole had no part in this.",
            f"The announcement in #grants; and the grantee has {_PAID} ETH more.",
            executed(_PAID),
        ),
        Step(
            "ada",
            "Ada proposes more than Grants may move",
            "The limit is 2 ETH in 30 days, and one is spent. Grants can't raise it; the whole can decide on this one.",
            (
                Command("propose", place="#grants"),
                Fill(
                    {
                        "Title": _ABOVE,
                        "Text": "Too large for us.",
                        _ACTIONS: f"transfer {_MORE} ETH to {{grantee}}",
                    }
                ),
                Click("Take it to {dao}", changes=True),
                Click("Submit"),
            ),
            "A post in #proposals, brought up by Grants.",
            in_discussion(_ABOVE),
        ),
        replace(open_the_vote(), check=card("Open for voting", "Brought up by **Grants**")),
        *_decided()[1:],
        *_carried_out(
            "The whole has decided, and the Safe of Grants pays: its limit is as it was.",
            f"The grantee has {_MORE} ETH more.",
            executed(_PAID + _MORE),
        ),
        _in_grants(_VETOED, "Nobody has asked for it.", f"transfer {_PAID} ETH to {{grantee}}"),
        *_decided(),
        propose("ben", "No second fence", "Grants decides well; not this time.", actions="veto #{proposal}"),
        *_decided(),
        Step(
            WORLD,
            "The timelock of the veto is over",
            "While the whole voted, nothing of what Grants has decided could be executed.",
            (Turn(TO_END_OF_TIMELOCK),),
            "The announcements of Grants say that it was vetoed.",
            said("#grants", "**vetoed** by the space above"),
        ),
        propose("ben", "Grants has done its work", "With thanks to Gail.", actions=_DISSOLVE),
        *_decided(),
        *_carried_out(
            "The Safe of the whole is a module of that of Grants, as the vote that deployed it said.",
            f"The {_LEFT} ETH that were left are back.",
            _holds(0),
        ),
        Step(
            MODERATOR,
            "A moderator looks at what is left",
            "Its name stays its own, what ran has gone on, and nothing new is proposed there.",
            (Command("gov space tree"),),
            "Grants, dissolved.",
            told(MODERATOR, "grants", "dissolved"),
        ),
    ),
    build=_build,
    before=(
        set_up(),
        prove_the_safe(),
        Step(
            MODERATOR,
            "Let votes make parts",
            "Only where the rules say so can a vote create, veto and dissolve, and take what parts bring up.",
            (Upload(_POLICY, "#governance-log"), Click("Apply to main")),
            "The rules that hold from now on.",
            told(MODERATOR, "what they bring up to this space is proposed on the track"),
        ),
        link("ada"),
        link("ben"),
    ),
)
