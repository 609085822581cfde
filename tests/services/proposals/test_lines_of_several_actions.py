"""A line may be several actions: it stands once wherever lines are edited, and each of its actions is carried out."""

import pytest
from msgspec.structs import replace

from bot.domain.accounts.accounts import NamedAccount, NamedBy
from bot.domain.errors import BadAction, TextTooLong
from bot.services.proposals.drafting.content import action_lines, with_names_of
from tests.harness import ServiceHarness
from tests.said import raises_saying
from tests.services.milestones.promising import GNOSIS, on_two_chains, promising


async def test_a_line_of_two_actions_is_edited_as_the_one_that_was_written(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    await on_two_chains(harness)
    ben = harness.wallet("ben")
    lines = f"stream 5 to {ben}\ntransfer 7 to {ben}\non gnosis: stream 3 to {ben}"
    written = (await harness.get(await harness.drafted(actions=lines))).content
    assert [(action.chain, action.value) for action in written.actions] == [
        (harness.chain.id, 0),
        (harness.chain.id, 5),
        (harness.chain.id, 7),
        (GNOSIS, 0),
        (GNOSIS, 3),
    ]
    assert action_lines(written).splitlines() == lines.splitlines()
    again = (await harness.get(await harness.drafted(actions=action_lines(written)))).content
    assert again.actions == written.actions


async def test_the_names_of_a_line_stay_with_all_that_it_does(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    ben = harness.wallet("ben")
    lines = f"stream 5 to {ben}\ntransfer 7 to {harness.wallet('ada')}"
    content = (await harness.get(await harness.drafted(actions=lines))).content
    named = NamedAccount(ben, "ben.eth", NamedBy.ENS, 7)
    before = replace(content, actions=(replace(content.actions[0], names=(named,)),))
    assert [action.names for action in with_names_of(before, content.actions)] == [(named,), (named,), ()]


async def test_no_milestone_is_paid_little_by_little(harness: ServiceHarness) -> None:
    await promising(harness, {"ada": 10, "ben": 1})
    line = f'milestone "Done" by 2027-01-01: stream 5 to {harness.wallet("ben")}'
    with raises_saying(BadAction, "with transfer, and does nothing else"):
        await harness.drafted(actions=line)


async def test_each_action_of_a_line_counts_among_those_of_a_proposal(harness: ServiceHarness) -> None:
    await harness.set_up()
    lines = [f"stream {number} to {harness.wallet('ben')}" for number in range(1, 12)]
    assert (
        len((await harness.get(await harness.drafted(actions="\n".join(lines[:10])))).content.actions) == 20
    )
    with pytest.raises(TextTooLong):
        await harness.drafted(actions="\n".join(lines))
