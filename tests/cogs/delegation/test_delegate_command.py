"""/delegate, as members use it."""

from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.ids import GuildId, MemberId
from bot.domain.policy.model import DelegationRule
from tests.cogs.conftest import Dao, answered

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def rule(dao: Dao, name: str = "main", depth: str | None = "one_hop") -> None:
    """Give a track of the server delegation of this depth, or none."""
    delegation = DelegationRule(depth=depth) if depth else None
    async with dao.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GuildId(dao.guild.id))
        base = (await repositories.spaces.tracks(space.id))[0].policy
        changed = base.model_copy(update={"delegation": delegation})
        await repositories.spaces.set_track(space.id, name, changed, dao.world.clock.now())


@pytest_asyncio.fixture(loop_scope="session")
async def explanation(dao: Dao) -> Dao:
    await rule(dao)
    return dao


async def made(dao: Dao, name: str) -> list[tuple[int, int | None]]:
    async with dao.services.uow.reading() as repositories:
        space = await repositories.spaces.of_guild(GuildId(dao.guild.id))
        found = await repositories.delegations.of_member(space.id, MemberId(dao[name].id))
    return [(each.delegate, each.track) for each in found if each.delegator == dao[name].id]


# -- delegating ----------------------------------------------------------------------------------------------


async def test_a_member_delegates_and_reads_when_it_acts(explanation: Dao) -> None:
    await explanation.link("ada")
    said = await explanation.use("ada", "delegate to", member=explanation["ben"])
    assert f"You delegate to <@{explanation['ben'].id}>" in said.text
    assert "until you revoke it" in said.text
    assert "votes that open from now on" in said.text
    assert "Your own vote always goes before your delegate's" in said.text
    assert "no linked wallet" not in said.text
    assert await made(explanation, "ada") == [(explanation["ben"].id, None)]


async def test_track_time_and_telling_are_said_back(explanation: Dao) -> None:
    await rule(explanation, "parks", "transitive")
    said = await explanation.use(
        "ada", "delegate to", member=explanation["ben"], track="parks", until="90d", notify_me=True
    )
    ends = explanation.world.clock.now() + timedelta(days=90)
    assert "on track **parks**" in said.text
    assert f"<t:{int(ends.timestamp())}:f>" in said.text
    assert "direct message how your delegates vote" in said.text
    assert "goes on to their delegate" in said.text
    assert "no linked wallet" in said.text


async def test_a_new_delegation_names_the_one_that_it_replaces_and_where_it_does_not_count(
    explanation: Dao,
) -> None:
    await rule(explanation, "treasury", None)
    await explanation.use("ada", "delegate to", member=explanation["ben"])
    said = await explanation.use("ada", "delegate to", member=explanation["gus"])
    assert f"takes the place of your delegation to <@{explanation['ben'].id}>" in said.text
    assert "Not on treasury" in said.text


async def test_power_is_split_among_several_and_both_sides_see_their_part(explanation: Dao) -> None:
    ada, ben, gus = (explanation[name] for name in ("ada", "ben", "gus"))
    parts = {"first_parts": 40, "second_parts": 60}
    said = await explanation.use("ada", "delegate split", first=ben, second=gus, until="90d", **parts)
    assert "You split your power" in said.text
    assert f"<@{gus.id}>: 60 % of it" in said.text
    assert f"<@{ben.id}> (40 %)" in (await explanation.use("ada", "delegate list")).text
    assert f"<@{ada.id}> (40 %)" in (await explanation.use("ben", "delegate list")).text
    said = await explanation.use("ada", "delegate split", first=ben, second=ben, **parts)
    assert "can't be split like this" in said.text
    assert await made(explanation, "ada") == [(gus.id, None), (ben.id, None)]
    revoked = await explanation.use("ada", "delegate revoke")
    assert f"no longer <@{ben.id}>" in revoked.text
    assert await made(explanation, "ada") == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"until": "soon"}, "`until`: `soon` can't be read"),
        ({"until": "0d"}, "would be over already"),
        ({"track": "moon"}, "There is no track `moon`"),
    ],
)
async def test_what_can_not_be_delegated_is_refused_in_words(explanation: Dao, options, words) -> None:
    said = await explanation.use("ada", "delegate to", member=explanation["ben"], **options)
    assert words in said.text
    assert await made(explanation, "ada") == []


async def test_nobody_delegates_to_a_bot_to_themself_or_to_a_stranger(explanation: Dao) -> None:
    assert (
        "delegate to yourself"
        in (await explanation.use("ada", "delegate to", member=explanation["ada"])).text
    )
    bot = explanation.guild.members[explanation.world.app.user.id]
    assert "A bot can't be your delegate" in (await explanation.use("ada", "delegate to", member=bot)).text
    stranger = explanation.world.discord.create_guild("Elsewhere").create_member("zoe")
    assert "has to be in this server" in (await explanation.use("ada", "delegate to", member=stranger)).text
    assert await made(explanation, "ada") == []


async def test_a_circle_is_refused_with_its_path(dao: Dao) -> None:
    await rule(dao, depth="transitive")
    await dao.use("ada", "delegate to", member=dao["ben"])
    said = await dao.use("ben", "delegate to", member=dao["ada"])
    ada, ben = (f"<@{dao[name].id}>" for name in ("ada", "ben"))
    assert f"{ben} → {ada} → {ben}" in said.text


async def test_where_nothing_is_delegated_the_command_says_so(dao: Dao) -> None:
    assert "not delegated through the bot" in (await dao.use("ada", "delegate to", member=dao["ben"])).text


async def test_tracks_with_delegation_and_own_topics_are_suggested(explanation: Dao) -> None:
    await rule(explanation, "treasury", None)
    await rule(explanation, "parks")
    ada, council = explanation["ada"], explanation.council
    offered = await ada.autocomplete(council, "delegate to", focused="track", member=explanation["ben"])
    assert [choice["value"] for choice in offered] == ["main", "parks"]
    await explanation.use("ada", "delegate to", member=explanation["ben"], track="parks")
    await explanation.use("ada", "delegate to", member=explanation["ben"])
    offered = await ada.autocomplete(council, "delegate revoke", focused="topic")
    assert [choice["value"] for choice in offered] == ["*", "parks"]


# -- taking back, and looking --------------------------------------------------------------------------------


async def test_one_topic_or_everything_is_revoked(explanation: Dao) -> None:
    await rule(explanation, "parks")
    await explanation.use("ada", "delegate to", member=explanation["ben"])
    await explanation.use("ada", "delegate to", member=explanation["gus"], track="parks")
    said = await explanation.use("ada", "delegate revoke", topic="parks")
    assert f"track parks: no longer <@{explanation['gus'].id}>" in said.text
    assert await made(explanation, "ada") == [(explanation["ben"].id, None)]
    assert "Your power is yours again" in (await explanation.use("ada", "delegate revoke")).text
    assert await made(explanation, "ada") == []
    assert "no delegation here" in (await explanation.use("ada", "delegate revoke")).text


async def test_the_list_shows_both_sides_and_what_is_over(explanation: Dao) -> None:
    await explanation.use("ada", "delegate to", member=explanation["ben"], until="1d")
    await explanation.use("gus", "delegate to", member=explanation["ada"], notify_me=True)
    await explanation.world.later(timedelta(days=1, seconds=1))
    said = await explanation.use("ada", "delegate list")
    mine, received = said.text.split("**Delegate to you**")
    assert f"<@{explanation['ben'].id}> — over since" in mine
    assert f"<@{explanation['gus'].id}>, all tracks" in received
    assert "delegate to nobody, and nobody" in (await explanation.use("milo", "delegate list")).text


async def test_the_list_says_to_whom_wallets_delegate_on_chain(explanation: Dao) -> None:
    account = await explanation.link("ada", tokens=5)
    other = explanation.world.chain.account("somebody else")
    said = await explanation.use("ada", "delegate list")
    assert f"`{account.address}` in the token `{explanation.folk.address}`: to itself" in said.text
    await explanation.world.chain.fund(account, 10**18)
    await explanation.folk.send("delegate", other.address, sender=account)
    said = await explanation.use("ada", "delegate list")
    assert f"to `{other.address}`; what it holds counts there" in said.text


async def test_tokens_that_are_delegated_on_chain_and_again_in_the_server_count_once(
    explanation: Dao,
) -> None:
    """What ada delegates to ben on chain is ben's, and nothing of it is hers to delegate here."""
    ada, ben = await explanation.link("ada", 30), await explanation.link("ben", 20)
    chain = explanation.world.chain
    await chain.send(chain.deployer, ada.address, value=10**18)
    await explanation.folk.send("delegate", ben.address, sender=ada)
    await chain.mine(2)
    for name in ("ada", "ben"):
        await explanation.use(name, "delegate to", member=explanation["gus"])
    proposal = await explanation.voting("milo")
    scores = []
    for name, choice in (("gus", "For"), ("ada", "Against"), ("ben", "Against")):
        await explanation.use(name, "vote cast", proposal=str(proposal.number), choice=choice)
        await explanation.services.power_reads.everyone(proposal.id)
        running = (await explanation.services.cards.card(proposal.id)).running_tally
        scores.append([int(score) // 10**18 for score in running.result.score_values])
    assert scores == [[50, 0, 0], [50, 0, 0], [0, 50, 0]]


# -- profiles and the board ----------------------------------------------------------------------------------

STATEMENT, TOPICS, CONFLICTS = "What you stand for", "Topics", "Conflicts of interest"
ACCEPTS = "Votes of others that you accept at most"


async def write_profile(
    dao: Dao, name: str, statement: str, topics: str = "", conflicts: str = "", accepts: str = ""
) -> str:
    own = await dao.use(name, "delegate profile")
    reply = await dao[name].click(own, "Edit")
    assert reply.modal is not None, reply.text
    filled = {STATEMENT: statement, TOPICS: topics, CONFLICTS: conflicts, ACCEPTS: accepts}
    return (await answered(await reply.modal.submit(filled))).text


async def test_a_profile_is_written_in_a_form_and_read_by_everybody(explanation: Dao) -> None:
    assert "have not said yet" in (await explanation.use("ada", "delegate profile")).text
    said = await write_profile(explanation, "ada", "I read *all* of it.", "parks", "I sell pumps. @everyone")
    assert "I read *all* of it." in said
    seen = await explanation.use("ben", "delegate profile", member=explanation["ada"])
    for words in ("I read *all* of it.", "parks", "I sell pumps.", "none is closed here yet"):
        assert words in seen.text
    assert [button.label for button in seen.buttons] == ["Delegate to them"]
    assert (
        "not written a profile"
        in (await explanation.use("ada", "delegate profile", member=explanation["ben"])).text
    )


async def test_a_delegate_says_how_much_they_accept_and_who_delegates_reads_it(explanation: Dao) -> None:
    said = await write_profile(explanation, "ben", "Wells.", accepts="1500.5")
    assert "**Accepts at most 1\u202f500.5** votes of others" in said
    made = await explanation.use("ada", "delegate to", member=explanation["ben"])
    assert f"<@{explanation['ben'].id}> accepts at most 1\u202f500.5 votes of others." in made.text
    refused = await write_profile(explanation, "ben", "Wells.", accepts="many")
    assert "⚠️" in refused
    assert "Accepts no power of others" in await write_profile(explanation, "ben", "Wells.", accepts="0")
    listed = await explanation.use("ada", "delegate list")
    assert "⚠️ They accept no power of others: it counts for nobody." in listed.text
    seen = await explanation.use("ada", "delegate profile", member=explanation["ben"])
    assert seen.buttons == []
    refused_one = await explanation.use("milo", "delegate to", member=explanation["ben"])
    assert "they accept no power of others at present" in refused_one.text


async def test_the_form_opens_with_what_stands_in_the_profile_also_after_a_restart(explanation: Dao) -> None:
    await write_profile(explanation, "ada", "I read all of it.", "parks")
    own = await explanation.use("ada", "delegate profile")
    await explanation.world.restart()
    reply = await explanation["ada"].click(own, "Edit")
    assert reply.modal is not None
    assert reply.modal.field(STATEMENT).value == "I read all of it."


async def test_a_button_under_a_profile_delegates_and_refuses_who_has_left(explanation: Dao) -> None:
    seen = await explanation.use("ada", "delegate profile", member=explanation["ben"])
    said = await explanation.click("ada", seen, "Delegate to them")
    assert f"You delegate to <@{explanation['ben'].id}>" in said.text
    assert await made(explanation, "ada") == [(explanation["ben"].id, None)]
    gone = await explanation.use("milo", "delegate profile", member=explanation["gus"])
    explanation.guild.remove(explanation.guild.members[explanation["gus"].id])
    assert "has to be in this server" in (await explanation.click("milo", gone, "Delegate to them")).text
    assert await made(explanation, "milo") == []


async def test_where_nothing_can_be_delegated_a_profile_has_no_button(dao: Dao) -> None:
    assert (await dao.use("ada", "delegate profile", member=dao["ben"])).buttons == []


async def test_a_profile_shows_what_the_delegate_did(explanation: Dao) -> None:
    proposal = await explanation.voting("ada")
    await explanation.passed(proposal, "ada")
    seen = await explanation.use("ben", "delegate profile", member=explanation["ada"])
    assert "**Voted** in the one vote that is closed" in seen.text
    assert "1 of 1 vote for or against" in seen.text
    assert "0 of 1 time" in seen.text


async def test_the_board_shows_delegates_and_says_how_to_become_one(explanation: Dao) -> None:
    assert "Nobody votes for others here yet" in (await explanation.use("ada", "delegate board")).text
    await explanation.use("ada", "delegate to", member=explanation["gus"])
    await explanation.use("milo", "delegate to", member=explanation["gus"])
    await write_profile(explanation, "ben", "Give it to me.\nPlease.", "wells")
    said = await explanation.use("ada", "delegate board")
    first, second = said.text.splitlines()[1:3]
    assert f"1. <@{explanation['gus'].id}> · 2 members delegate to them" in first
    assert f"2. <@{explanation['ben'].id}> · 0 members delegate to them · topics: wells" in second
    assert "> Give it to me. Please." in said.text
