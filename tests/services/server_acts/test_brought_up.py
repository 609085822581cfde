"""What is more than a part may move goes up to the space above: its members decide, and the part's Safe pays."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from bot.domain.blocks import BlockRef
from bot.domain.errors import (
    BadSetting,
    BeyondLimits,
    ContentAltered,
    DraftMoved,
    ExecutorTaken,
    ExecutorUnproved,
    NotAuthor,
    NotBroughtUp,
    ProposalUnknown,
    SpaceArchived,
    WrongState,
)
from bot.domain.executors import GovernorExecutor
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.proposals.state import State
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import MAIN
from bot.services.delivery.notifications import PostRuleChange, TellPart
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.proposals.drafts.drafts import bring_up_label, draft_head
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from tests.fakes import MAINNET, account
from tests.harness import GUILD, TIMELOCK, ServiceHarness
from tests.said import raises_saying
from tests.services.execution.asking import SAY
from tests.services.execution.test_altered import edited
from tests.services.server_acts.changed_server import change_policy
from tests.services.server_acts.parts import Part, grants, spaces
from tests.services.server_acts.test_space_limits import TEN, asked, below, ends, paying
from tests.verification.checking import refusal


async def change_rules_of(part: Part, **fields: object) -> None:
    """As its moderators would, of its track."""
    async with part.harness.services.uow.writing() as repositories:
        (track, *_) = await repositories.spaces.tracks((await part.space()).id)
        policy = Policy.model_validate({**track.policy.model_dump(), **fields})
        await repositories.spaces.set_track(track.space, track.name, policy, part.harness.clock.now())


async def above_ten(harness: ServiceHarness) -> Part:
    """Grants, which may move ten, below a space whose main track takes what its parts bring up."""
    part = await grants(harness, TEN)
    await change_policy(harness, parts_track=MAIN)
    return part


async def limited_to(part: Part, limits: SpaceLimits | None) -> None:
    """As an executed act of the space above would."""
    space = await part.space()
    async with part.harness.services.uow.writing() as repositories:
        await repositories.spaces.limit(space.id, limits)


async def taken_up(part: Part, actions: str = paying(11)) -> ProposalId:
    """A draft of the part that is a draft of the space above now."""
    proposal = await part.drafted(actions)
    await part.harness.services.bringing_up.bring_up(part.member(), proposal)
    return proposal


async def submitted(part: Part, proposal: ProposalId) -> ProposalId:
    await part.harness.services.proposing.submit(part.member(), proposal)
    await part.harness.thread_stands(proposal)
    return proposal


async def voted_for(part: Part, proposal: ProposalId) -> ProposalId:
    """It has passed, and its timelock is over."""
    harness = part.harness
    await harness.open(proposal)
    await harness.passed(proposal)
    await harness.pass_time(TIMELOCK)
    return proposal


async def test_what_is_beyond_the_limit_is_decided_above_and_paid_by_the_part(
    harness: ServiceHarness,
) -> None:
    part = await above_ten(harness)
    root, _ = await spaces(harness)
    proposal = await part.drafted(paying(11))
    preview = await harness.services.previews.show(part.member(), proposal)
    assert preview.above is not None
    assert bring_up_label(preview.above, SAY) == f"Take it to {root.name}"
    with raises_saying(BeyondLimits, "take the draft to the space above"):
        await harness.services.proposing.submit(part.member(), proposal)
    taken = await harness.services.bringing_up.bring_up(part.member(), proposal)
    assert (taken.proposal.space, taken.track.name, taken.breaches, taken.above) == (root.id, MAIN, (), None)
    assert "Brought up by **Grants**" in draft_head(taken, SAY)
    assert await harness.notified(TellPart) == []
    await submitted(part, proposal)
    assert await harness.notified(TellPart) == [TellPart(GUILD, proposal)]
    await voted_for(part, proposal)
    assert await asked(harness, proposal)
    (request,) = (await harness.get(proposal)).requests
    assert request.executor.address == part.safe.address
    # The part has all of its own limit left.
    (own,) = await part.all_passed(paying(10))
    assert await asked(harness, own)
    assert "Brought up by **Grants**" in "\n".join(
        state_lines(await harness.services.cards.card(proposal), SAY)
    )
    async with harness.services.uow.reading() as repositories:
        frozen = json.loads(await repositories.proposals.frozen(proposal))
    assert frozen["brought_up"] == {"space": str((await part.space()).id), "name": "Grants"}
    assert frozen["policy"]["executor"]["address"] == part.safe.address
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert refusal(record) is None
    await ends(part, proposal)
    assert await harness.state(proposal) is State.EXECUTED


async def test_it_goes_to_the_first_space_that_may_allow_it_and_counts_there(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    await change_rules_of(part, parts_track=MAIN)
    small = await below(part)
    limits = (await part.space()).limits
    assert limits is not None
    three = limits.limits.spending[0].model_copy(update={"per_period": 3})
    await limited_to(
        small, limits.model_copy(update={"limits": limits.limits.model_copy(update={"spending": (three,)})})
    )
    # More than Small may move, and within what Grants may: Grants decides, by what it has left.
    first = await taken_up(small, paying(6))
    assert (await harness.get(first)).space == (await part.space()).id
    await submitted(small, first)
    await harness.pass_time((await part.policy()).periods.discussion)
    assert await harness.open_now(first)
    await harness.services.power_reads.everyone(first)
    harness.proposal = first
    await harness.vote("ada", "For")
    assert (await harness.close(first)).passed
    await harness.pass_time((await part.policy()).periods.timelock)
    assert await asked(harness, first)
    assert (await harness.get(first)).requests[0].executor.address == small.safe.address
    with raises_saying(BeyondLimits, "0.000000000000000006 are spent or asked for"):
        await harness.services.proposing.submit(part.member(), await part.drafted(paying(5)))
    # More than Grants may move, too: nobody below the whole can allow it.
    second = await taken_up(small, paying(5))
    assert (await harness.get(second)).space == (await spaces(harness))[0].id


async def test_a_draft_goes_up_once_more_where_the_next_limit_was_lowered(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    await change_rules_of(part, parts_track=MAIN)
    small = await below(part)
    limits = (await part.space()).limits
    assert limits is not None
    await limited_to(part, None)
    await limited_to(small, limits)
    proposal = await taken_up(small)
    await limited_to(part, limits)
    again = await harness.services.bringing_up.bring_up(small.member(), proposal)
    assert again.proposal.space == (await spaces(harness))[0].id
    assert again.proposal.brought_up is not None
    assert again.proposal.brought_up.name == "Small"
    assert again.proposal.rules.executor is not None
    assert again.proposal.rules.executor.address == small.safe.address


@pytest.mark.attack("commands")
async def test_a_part_doesnt_choose_by_which_rules_the_space_above_decides(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    proposal = await part.drafted(paying(11))
    await change_policy(harness, parts_track=None)
    with raises_saying(NotBroughtUp, "name no track that takes what its parts bring up"):
        await harness.services.bringing_up.bring_up(part.member(), proposal)
    await change_policy(harness, parts_track="nowhere")
    with raises_saying(NotBroughtUp, "there is no such track"):
        await harness.services.bringing_up.bring_up(part.member(), proposal)
    # What the part's own rules name is about what stands below the part.
    await change_rules_of(part, parts_track=MAIN)
    with pytest.raises(NotBroughtUp):
        await harness.services.bringing_up.bring_up(part.member(), proposal)
    assert (await harness.get(proposal)).space == (await part.space()).id


@pytest.mark.attack("commands")
async def test_only_main_names_the_track_of_what_parts_bring_up(harness: ServiceHarness) -> None:
    await above_ten(harness)
    main, *_ = await harness.services.tracks.all(GUILD)
    uploaded = policy_toml(main.policy).encode()
    await harness.services.tracks.upload(harness.moderator(), MAIN, uploaded)
    await harness.services.tracks.add(harness.moderator(), "small", "token", Changes())
    with raises_saying(BadSetting, "in the rules of the track main alone"):
        await harness.services.tracks.upload(harness.moderator(), "small", uploaded)


@pytest.mark.attack("commands")
async def test_what_is_no_payment_of_the_part_is_not_brought_up(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    bring_up = harness.services.bringing_up.bring_up
    with raises_saying(NotBroughtUp, "the part decides on it itself"):
        await bring_up(part.member(), await part.drafted(paying(10)))
    server = {"acts": ["change_rules"], "roles": []}
    await change_rules_of(part, server=server)
    with_rules = await part.drafted(f"{paying(11)}\nrules main: quorum 2 voters")
    with raises_saying(NotBroughtUp, "would be about that space"):
        await bring_up(part.member(), with_rules)
    proposal = await taken_up(part)
    with raises_saying(NotBroughtUp, "would be about that space"):
        await harness.services.proposing.edit(
            part.member(), proposal, "A", "B", f"{paying(11)}\ngrant 5 reputation to <@102>"
        )
    governor = GovernorExecutor(chain=MAINNET, address=account("governor"), timelock=account("timelock"))
    another = await part.drafted(paying(11))
    await change_rules_of(part, executor=governor.model_dump())
    with raises_saying(NotBroughtUp, "does what its own voters decide"):
        await bring_up(part.member(), another)


@pytest.mark.attack("visibility")
async def test_a_draft_is_taken_up_by_its_author_and_as_a_draft(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    bring_up = harness.services.bringing_up.bring_up
    proposal = await part.drafted(paying(11))
    with pytest.raises((NotAuthor, ProposalUnknown)):
        await bring_up(part.member("ben"), proposal)
    await bring_up(part.member(), proposal)
    with raises_saying(NotBroughtUp, "the part decides on it itself"):
        await bring_up(part.member(), proposal)
    await submitted(part, proposal)
    with pytest.raises(WrongState):
        await bring_up(part.member(), proposal)


@pytest.mark.attack("order")
async def test_who_was_asked_by_the_rules_of_the_part_submits_nothing_above(
    harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft that is submitted in the part is taken up while the author's power is read: above, that is too little."""
    part = await above_ten(harness)
    await change_policy(harness, proposal_threshold=10**30)
    full = (await part.space()).limits
    assert full is not None
    none = full.model_copy(update={"limits": full.limits.model_copy(update={"spending": ()})})
    proposal = await part.drafted(paying(10))
    reading, go_on = asyncio.Event(), asyncio.Event()
    finalized = harness.chain.finalized

    async def slowly(not_after: datetime | None = None) -> BlockRef:
        reading.set()
        await go_on.wait()
        return await finalized(not_after)

    monkeypatch.setattr(harness.chain, "finalized", slowly)
    submitting = asyncio.create_task(harness.services.proposing.submit(part.member(), proposal))
    await reading.wait()
    await limited_to(part, none)
    monkeypatch.setattr(harness.chain, "finalized", finalized)
    await harness.services.bringing_up.bring_up(part.member(), proposal)
    go_on.set()
    with pytest.raises(DraftMoved):
        await submitting
    assert (await harness.get(proposal)).submission is None


@pytest.mark.attack("order")
async def test_a_part_that_was_dissolved_brings_nothing_up(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    waiting, taken = await part.drafted(paying(11)), await taken_up(part)
    async with harness.services.uow.writing() as repositories:
        await repositories.spaces.archive((await part.space()).id, harness.clock.now())
    with pytest.raises(SpaceArchived):
        await harness.services.bringing_up.bring_up(part.member(), waiting)
    with pytest.raises(SpaceArchived):
        await harness.services.proposing.submit(part.member(), taken)


@pytest.mark.attack("commands")
async def test_a_part_pays_by_no_safe_of_somebody_else(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    main, *_ = await harness.services.tracks.all(GUILD)
    assert main.policy.executor is not None
    with pytest.raises(ExecutorTaken):
        await harness.services.tracks.edit(
            part.moderator, MAIN, Changes(executor=main.policy.executor.address)
        )
    # Even if its rules named that Safe, nobody has proved that it is the part's.
    await change_rules_of(part, executor=main.policy.executor.model_dump())
    proposal = await taken_up(part)
    with pytest.raises(ExecutorUnproved):
        await harness.services.proposing.submit(part.member(), proposal)


@pytest.mark.attack("database")
async def test_what_brought_it_up_is_voted_on_with_it(harness: ServiceHarness) -> None:
    part = await above_ten(harness)
    proposal = await voted_for(part, await submitted(part, await taken_up(part)))
    await edited(harness, "UPDATE brought_up SET name = 'Another'")
    with pytest.raises(ContentAltered):
        await harness.services.preparing.prepare(proposal)


async def test_rules_of_the_space_above_that_change_meanwhile_are_told_as_to_every_other_proposal(
    harness: ServiceHarness,
) -> None:
    part = await above_ten(harness)
    proposal = await submitted(part, await taken_up(part))
    before = (await harness.get(proposal)).policy
    await harness.services.tracks.edit(harness.moderator(), MAIN, Changes(quorum="2 voters"))
    (told,) = await harness.notified(PostRuleChange)
    assert (told.proposal, told.new) == (proposal, told.old + 1)
    now = (await harness.get(proposal)).policy
    assert now.rules != before.rules
    assert now.executor == before.executor


async def test_a_temperature_check_above_leads_to_a_vote_by_which_the_part_pays(
    harness: ServiceHarness,
) -> None:
    part = await grants(harness, TEN)
    main, *_ = await harness.services.tracks.all(GUILD)
    nothing = {"timelock": timedelta(0)}
    check = main.policy.model_copy(
        update={
            "executor": None,
            "server": None,
            "next_track": "binding",
            "parts_track": MAIN,
            "periods": main.policy.periods.model_copy(update=nothing),
        }
    )
    async with harness.services.uow.writing() as repositories:
        now = harness.clock.now()
        await repositories.spaces.set_track(main.space, "binding", main.policy, now)
        await repositories.spaces.set_track(main.space, MAIN, check, now)
    proposal = await submitted(part, await taken_up(part))
    await harness.open(proposal)
    await harness.passed(proposal)
    async with harness.services.uow.reading() as repositories:
        following = await repositories.proposals.following(proposal)
    assert following is not None
    assert TellPart(GUILD, following) in await harness.notified(TellPart)
    await harness.thread_stands(following)
    await voted_for(part, following)
    assert await asked(harness, following)
    (request,) = (await harness.get(following)).requests
    assert request.executor.address == part.safe.address
