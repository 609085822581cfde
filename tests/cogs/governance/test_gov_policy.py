"""/gov policy: shown, applied, uploaded, compared."""

import pytest

from bot.domain.ids import GuildId
from bot.domain.policy.model import preset
from bot.domain.policy.toml.file import read_policy
from bot.domain.policy.toml.writing import policy_toml
from tests.cogs.conftest import FOUNDED

pytestmark = pytest.mark.asyncio(loop_scope="session")

APPLY = "Apply to main"
PAYEE = "0x52908400098527886E0F7030069857D2E4169EE7"


async def main(dao):
    return (await dao.services.tracks.named(GuildId(dao.guild.id), "main")).policy


async def upload(dao, text, **options):
    return await dao.use("mona", "gov policy upload", file=("policy.toml", text.encode()), **options)


def file_text(policy=None, **changed):
    base = policy or preset("token")
    return policy_toml(base.model_copy(update={"name": "ours", **changed}))


async def test_a_policy_is_shown_in_sentences_and_as_a_file_that_gives_it_again(dao):
    shown = await dao.use("mona", "gov policy show")
    assert "For and Abstain hold at least 4 % of all power" in shown.text
    (file,) = shown.attachments
    assert read_policy(file.content).policy == await main(dao)
    assert (await main(dao)).hash in shown.text


async def test_a_preset_is_applied_with_the_servers_sources_and_safe(dao):
    before = await main(dao)
    answer = await dao.use("mona", "gov policy apply", preset="quadratic", quorum="15 voters")
    assert "has the policy quadratic" in answer.text
    assert "splits their tokens over several accounts" in answer.text
    after = await main(dao)
    assert after.power.sources == before.power.sources
    assert after.executor == before.executor
    assert await dao.log() == [("policy apply", None), *FOUNDED]


async def test_sources_of_a_preset_go_with_it_and_those_of_the_server_stay(dao):
    before = await main(dao)
    await dao.use("mona", "gov policy apply", preset="hybrid", quorum="15 voters")
    assert [source.kind for source in (await main(dao)).power.sources] == ["erc20_votes", "reputation"]
    council = await dao.use("mona", "gov policy apply", preset="multisig")
    assert "ownership of the Safe" in council.text
    assert [source.kind for source in (await main(dao)).power.sources] == ["safe_owners"]
    await dao.use("mona", "gov policy apply", preset="token")
    assert await main(dao) == before


async def test_a_staged_preset_makes_the_track_of_its_binding_votes(dao):
    before = await main(dao)
    answer = await dao.use("mona", "gov policy apply", preset="staged")
    assert "The track binding was made with it" in answer.text
    assert "what passes opens as a binding proposal on the track binding" in answer.text
    binding = (await dao.services.tracks.named(GuildId(dao.guild.id), "binding")).policy
    assert binding == before
    assert (await main(dao)).executor is None
    again = await dao.use("mona", "gov policy apply", preset="staged")
    assert "was made with it" not in again.text
    retired = await dao.use("mona", "gov track retire", track="binding")
    assert "What passes on the track main can't go on any more" in retired.text
    alone = await dao.use("mona", "gov track edit", track="main", quorum="4 voters")
    assert "The track binding was made with it" in alone.text


async def test_an_uploaded_policy_is_shown_first_and_applied_by_a_button(dao):
    before = await main(dao)
    asked = await upload(dao, file_text(reactions=False))
    assert "Nothing is changed yet" in asked.text
    assert "4 % of all power" in asked.text
    assert await main(dao) == before
    done = await dao.click("mona", asked, APPLY)
    assert "has the policy ours" in done.text
    after = await main(dao)
    assert (after.name, after.reactions) == ("ours", False)
    assert after.power == before.power
    assert after.hash in done.text
    assert await dao.log() == [("policy upload", None), *FOUNDED]


async def test_an_upload_that_the_bot_forgot_is_asked_for_again(dao):
    before = await main(dao)
    asked = await upload(dao, file_text())
    await dao.world.restart()
    answer = await dao.click("mona", asked, APPLY)
    assert "no longer in memory" in answer.text
    assert await main(dao) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "line 1: this is not TOML"),
        (file_text().replace("reactions", "reaction"), "is not a field here: did you mean reactions?"),
        (file_text(early_end=True), "early\\_end: needs rules.revote = false"),
        ("# " + "x" * 70_000, "the file has more than 65536 bytes"),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused_with_line_field_and_reason(dao, text, said):
    answer = await upload(dao, text)
    assert said in answer.text
    assert not [button for button in answer.buttons if button.label == APPLY]
    assert await dao.log() == [*FOUNDED]


async def test_a_source_that_a_file_names_is_looked_at_on_chain(dao):
    plain = dao.world.dollar.address
    named = f'{{ kind = "erc20_votes", chain = {dao.world.chain.chain_id}, contract = "{plain}" }}'
    source = f"[power]\nsources = [{named}]\n"
    answer = await upload(dao, file_text().replace("[power]\n", source).replace("sources = []\n", ""))
    assert "does not answer as" in answer.text


@pytest.mark.attack("linking")
async def test_a_file_says_for_which_accounts_its_names_stand_before_it_is_applied_and_then(dao):
    name = f"files{dao.guild.id}.eth"
    await dao.world.names.set(name, dao.folk.address)
    await dao.world.chain.mine(3)
    named = f'{{ kind = "erc20_votes", chain = {dao.world.chain.chain_id}, contract = "{name}" }}'
    text = file_text().replace("[power]\n", f"[power]\nsources = [{named}]\n").replace("sources = []\n", "")
    shown = await upload(dao, text)
    stood_for = f"{name} is `{dao.folk.address}` by block "
    assert stood_for in shown.text
    applied = await (await dao["mona"].click(shown, APPLY)).settled()
    assert stood_for in applied.text


async def test_names_stand_in_a_file_for_whoever_a_source_lists_too(dao):
    contract = dao.folk.address
    for name in ("index", "clerk"):
        await dao.use("mona", "gov address add", name=name, address=dao.world.chain.account(name).address)
    named = (
        f'{{ kind = "attestation", chain = {dao.world.chain.chain_id}, contract = "{contract}", indexer = "index", '
        f'schema_uid = "0x{"5a" * 32}", attesters = ["{contract}", "clerk", "stranger"] }}'
    )
    text = file_text().replace("[power]\n", f"[power]\nsources = [{named}]\n").replace("sources = []\n", "")
    refused = await upload(dao, text)
    assert "sources\\[1\\].attesters\\[3\\]:" in refused.text
    assert refused.text.count("•") == 1
    # No more than the contract is wrong with it: the names were found.
    assert "does not answer as" in (await upload(dao, text.replace(', "stranger"', ""))).text


async def test_the_history_says_which_policies_there_were_when_and_by_whom(dao):
    await dao.use("milo", "gov policy apply", preset="moloch")
    answer = await dao.use("mona", "gov policy history")
    newest, oldest = [line for line in answer.text.splitlines() if line[:1].isdigit()]
    assert newest.startswith("2. moloch")
    assert dao["milo"].mention in newest
    assert oldest.startswith("1. token")
    assert dao["mona"].mention in oldest
    first = await dao.use("mona", "gov policy show", version=1)
    assert "version 1" in first.text
    assert "4 % of all power" in first.text


async def test_two_versions_and_a_preset_are_compared_sentence_by_sentence(dao):
    await dao.set_up(quorum="9%")
    changed = (await dao.use("mona", "gov policy diff")).text
    assert "-Quorum: For and Abstain hold at least 4 % of all power." in changed
    assert "+Quorum: For and Abstain hold at least 9 % of all power." in changed
    against = (await dao.use("mona", "gov policy diff", preset="token")).text
    assert "From the preset token to version 2" in against
    same = (await dao.use("mona", "gov policy diff", old=2, new=2)).text
    assert "say the same" in same


async def test_open_votes_keep_their_rules_and_the_bot_says_so(dao):
    proposal = await dao.voting()
    answer = await dao.use("mona", "gov policy apply", preset="moloch")
    assert "1 open vote keeps the rules with which it opened" in answer.text
    assert (await dao.proposal(proposal.id)).rules.name == "token"


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a." * 32_000 + "a=1", "a key with more than 8 dots"),
        (file_text().replace('voting = "P5D"', 'voting = "P999999999D"'), 'should be at most "P3660D"'),
        ("proposal_threshold = " + "9" * 60_000, "a key or number of more than 200 characters"),
        ("a = " + "[" * 60_000, "lists or tables inside each other"),
        (file_text().replace('"Against"', '"Fоr"', 1), "looks like “For”"),
    ],
)
async def test_an_upload_beyond_its_bounds_is_refused_with_them_and_changes_nothing(dao, text, why):
    before = await main(dao)
    answer = await upload(dao, text)
    assert "This policy can't be used." in answer.text
    assert why in answer.text
    assert await main(dao) == before


LIMITS = """
[limits]
period = "P30D"

[[limits.spending]]
per_period = "{most}"
"""


async def limited(dao, most):
    """The main track may send so much of the coin in any 30 days."""
    text = policy_toml((await main(dao)).model_copy(update={"name": "ours"}))
    shown = await upload(dao, text + LIMITS.format(most=most))
    await dao.click("mona", shown, APPLY)
    return shown


async def test_what_a_track_may_spend_is_shown_and_what_is_more_can_not_be_submitted(dao):
    shown = await limited(dao, 2 * 10**18)
    assert "actions may do this and nothing else, in any 30 days" in shown.text
    assert "send 2 ETH" in shown.text
    assert "Left now: 2 of 2 ETH in any 30 days" in (await dao.use("mona", "gov policy show")).text
    await dao.link("ada", tokens=5)
    preview = await dao.draft(actions=f"transfer 3 ETH to {PAYEE}")
    assert "🚫 This moves 3 ETH. The track may move 2 in any 30 days" in preview.text
    refused = await dao.click("ada", preview, "Submit")
    assert "This goes beyond the limits of the track" in refused.text
    within = await dao.draft(actions=f"transfer 2 ETH to {PAYEE}")
    assert "🚫" not in within.text
    assert "is in discussion" in (await dao.click("ada", within, "Submit")).text


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "action",
    [
        f"transfer 1 FOLK to {PAYEE}",
        f"call {{token}} approve(address spender, uint256 amount) {PAYEE} 1",
        f"call {{token}} transferFrom(address a, address b, uint256 c) {PAYEE} {PAYEE} 1",
        "raw {token} 0xdeadbeef",
        "call {token} schedule(address a, uint256 b, bytes c, bytes32 d, bytes32 e, uint256 f) "
        f"{PAYEE} 0 0x 0x{'0' * 64} 0x{'0' * 64} 0",
    ],
)
async def test_what_a_track_does_not_name_can_not_be_submitted(dao, action):
    await limited(dao, 2 * 10**18)
    await dao.link("ada", tokens=5)
    preview = await dao.draft(actions=action.format(token=dao.folk.address))
    assert "🚫 Action 1 calls" in preview.text
    assert "This goes beyond the limits" in (await dao.click("ada", preview, "Submit")).text


async def test_tracks_with_limits_say_what_is_left_where_one_is_chosen(dao):
    await limited(dao, 2 * 10**18)
    await dao.use("mona", "gov track add", name="small", preset="moloch")
    offered = await dao.use("ada", "propose")
    assert "Left now: 2 of 2 ETH in any 30 days; 0 are spent or asked for." in offered.text
