"""Proposals in every state of their life, for looking at cards."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.dangers import Danger
from bot.domain.actions.effects import Token, TokenTransfer
from bot.domain.blocks import BlockRef
from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import Result, encode_result, tally
from bot.domain.executors import (
    Confirmation,
    Execution,
    ExecutionRequest,
    SafeExecutor,
    SafeTransaction,
    Visibility,
)
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    ContentHash,
    GuildId,
    MemberId,
    MessageId,
    ProposalId,
    ProposalNumber,
    RequestId,
    RoleId,
    SpaceId,
    TrackId,
    TransactionHash,
)
from bot.domain.policy.model import Policy, PowerRule, preset
from bot.domain.policy.rules import rules_of
from bot.domain.power import Erc20Votes
from bot.domain.proposals.facts import Cancellation, Closing, Content, Opening, Submission, Suspension, Veto
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.standing import Standing
from bot.domain.proposals.state import State, state
from bot.domain.rules.passing import passes
from bot.domain.spaces.space import Space, Track
from bot.services.ports import Posted
from bot.services.proposals.cards import Card
from bot.services.voting.live.running_tally import RunningTally
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.mechanisms import choice_for

SAY = language(markup=DISCORD)
"""English, as it is set in Discord."""
START = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOKEN = Address("0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984")
SAFE = Address("0x5aFE3855358E112B5647B952709E6165e1c1eEEe")
BLOCK = BlockRef(ChainId(1), 21_234_567, BlockHash("0x" + "ab" * 32), int(START.timestamp()) - 900)
UNIT = 10**18

TEXT = (
    "Uniswap has grown to many chains, and the foundation asks for funds to pay for audits of the next release. "
    "The audits are made by three firms that were chosen in the last temperature check. Unused funds return to the "
    "treasury within ninety days.\n\n## Why now\nThe release is frozen on Friday, and the firms hold their calendars "
    "until then. Without this, the release moves into next year.\n\n## How it is checked\nEach invoice is posted in "
    "this thread. The committee publishes a report at the end of each quarter, and an audit of its own accounts."
)


def token_policy(**changes: Any) -> Policy:
    power = PowerRule(sources=(Erc20Votes(chain=BLOCK.chain, contract=TOKEN),), symbol="UNI", decimals=18)
    safe = SafeExecutor(chain=BLOCK.chain, address=SAFE)
    return preset("token").model_copy(update={"power": power, "executor": safe, **changes})


def proposal_of(
    policy: Policy | None = None,
    *,
    title: str = "Fund the audits of the next release",
    text: str = TEXT,
    actions: int = 1,
    opened: bool = True,
    total_power: int | None = 1_000_000 * UNIT,
    **repositories: Any,
) -> Proposal:
    policy = policy or token_policy()
    opening = Opening(
        START,
        START + policy.periods.voting,
        (BLOCK,),
        total_power,
        policy,
        ContentHash("c0ffee" * 10 + "c0ff"),
    )
    action = Action(ChainId(1), TOKEN, 0, "0xa9059cbb")
    began = START - policy.periods.discussion
    return Proposal(
        id=ProposalId(41),
        space=SpaceId(1),
        track=TrackId(1),
        author=MemberId(1001),
        created_at=START - timedelta(days=3),
        content=Content(title, text, (action,) * actions),
        policy=policy,
        submission=Submission(began, UNIT, (BLOCK,), RoleId(12), ProposalNumber(7)),
        thread=Standing(began, began),
        opening=opening if opened else None,
        **repositories,
    )


def decoded(number: int = 1, *dangers: Danger) -> tuple[DecodedAction, ...]:
    """So many transfers of 25 000 USDC, each with these dangers."""
    action = Action(ChainId(1), TOKEN, 0, "0xa9059cbb")
    effect = TokenTransfer(Token(TOKEN, "USDC", 6), 25_000 * 10**6, SAFE)
    return (DecodedAction(action, effect, "ETH", dangers=dangers),) * number


def election(proposal: Proposal, scores: tuple[int, ...]) -> Result:
    """What a count of one ballot for each choice gives; where choices are ranked, each puts the next ones after it."""
    opening = proposal.opening
    assert opening is not None
    size = len(opening.policy.choices)
    document = {
        "mechanism": opening.policy.mechanism,
        "choices": list(opening.policy.choices),
        "options": opening.policy.options,
        "electorate": {} if opening.total_power is None else {"total_power": str(opening.total_power)},
        "rules": opening.policy.rules,
        "ballots": [
            {
                "voter": str(number),
                "power": str(score),
                "choice": choice_for(opening.policy.mechanism, number, size),
            }
            for number, score in enumerate(scores, start=1)
            if score
        ],
    }
    return tally(decode(canonical_json(document)))


def closing_of(proposal: Proposal, scores: tuple[int, ...]) -> Closing:
    result = election(proposal, scores)
    document: dict[str, Any] = json.loads(encode_result(result))
    rules = proposal.rules
    passed = passes(result, rules_of(rules), rules.choices)
    at = START + rules.periods.voting + timedelta(seconds=3)
    return Closing(at, document, passed, ContentHash("beef" * 16))


def card_of(
    proposal: Proposal,
    *,
    at: datetime = START + timedelta(days=1),
    scores: tuple[int, ...] | None = None,
    undetermined: int = 0,
    actions: tuple[DecodedAction, ...] | None = None,
    track: str = "main",
) -> Card:
    running_tally = None
    if proposal.opening and not proposal.closing:
        scores = scores or (0,) * len(proposal.rules.choices)
        running_tally = RunningTally(election(proposal, scores), undetermined)
    if actions is None:
        actions = decoded(len(proposal.content.actions))
    guild = GuildId(42)
    ids = (ChannelId(1), ChannelId(2), ChannelId(3), RoleId(4), RoleId(5))
    return Card(
        Space(SpaceId(1), guild, "Uniswap", *ids),
        Track(TrackId(1), SpaceId(1), track, proposal.policy),
        proposal,
        state(proposal, at),
        actions,
        proposal.ends_at(at),
        running_tally,
        Posted("thread", ChannelId(77), MessageId(77)),
        Posted("card", ChannelId(1), MessageId(78)),
        opens_at=proposal.opens_at,
    )


def in_every_state() -> dict[State, Card]:
    """One card for each state of a proposal that has a card or a preview."""
    day = timedelta(days=1)
    opened = proposal_of()
    after = START + opened.rules.periods.voting + timedelta(minutes=1)
    passed = closing_of(opened, (60_000 * UNIT, 10_000 * UNIT, 5_000 * UNIT))
    safe_tx = SafeTransaction(
        TransactionHash("0x" + "5a" * 32), 12, TOKEN, 0, "0xa9059cbb", 0, BLOCK.number, 3
    )
    executor = opened.rules.executor
    assert executor is not None
    asked = ExecutionRequest(RequestId(1), executor, safe_tx, after + 2 * day)
    by, why = MemberId(1002), "The token contract was upgraded, and the vote must wait for its audit."
    executed = Execution("executed", TransactionHash("0x" + "ee" * 32), BLOCK, after + 3 * day)
    failed = Execution("failed", TransactionHash("0x" + "ff" * 32), BLOCK, after + 3 * day)
    later = after + 3 * day
    cards = [
        card_of(proposal_of(opened=False), at=START - day),
        card_of(proposal_of(opened=False), at=START + day),
        card_of(opened, scores=(30_000 * UNIT, 10_000 * UNIT, 5_000 * UNIT), undetermined=2),
        card_of(proposal_of(suspensions=(Suspension(by, why, START + day),)), at=START + 2 * day),
        card_of(opened, at=after, scores=(30_000 * UNIT, 10_000 * UNIT, 0)),
        card_of(proposal_of(closing=closing_of(opened, (5 * UNIT, 5 * UNIT, 0))), at=after),
        card_of(proposal_of(closing=passed), at=after),
        card_of(
            proposal_of(
                closing=passed,
                requests=(replace(asked, confirmations=(Confirmation(SAFE),), visibility=Visibility(START)),),
            ),
            at=later,
        ),
        card_of(proposal_of(closing=passed, requests=(replace(asked, execution=executed),)), at=later),
        card_of(proposal_of(closing=passed, actions=0), at=later),
        card_of(proposal_of(withdrawn_at=START, opened=False), at=after),
        card_of(proposal_of(cancellation=Cancellation(by, why, START + day)), at=after),
        card_of(proposal_of(closing=passed, veto=Veto(by, why, after)), at=after),
        card_of(proposal_of(closing=passed, requests=(asked,)), at=after + 30 * day),
        card_of(proposal_of(closing=passed, requests=(replace(asked, execution=failed),)), at=later),
    ]
    return {card.state: card for card in cards}
