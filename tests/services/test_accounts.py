"""Accounts are taken as people write them, and stored as addresses."""

import pytest

from bot.domain.accounts.accounts import LONGEST_LABEL, NamedAccount, NamedBy, NoAccount
from bot.domain.errors import (
    BadAction,
    BadAddress,
    BadLabel,
    BadPolicy,
    BookFull,
    ChainUnavailable,
    ExecutorUnnamed,
    LabelTaken,
    NotInBook,
    NotModerator,
    NotSetUp,
    UnknownChain,
    WalletUnknown,
)
from bot.domain.executors import ProofDemand, SafeExecutor
from bot.domain.ids import Address, ChainId, GuildId
from bot.domain.policy.model import PowerRule, preset
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.power import Erc20
from bot.services.accounts.book import MOST_ENTRIES
from bot.services.governance.policies.policy_changes import Changes
from tests.fakes import FakeChain, account
from tests.harness import GUILD, OTHER_GUILD, SAFE, TOKEN, ServiceHarness
from tests.said import raises_saying

ONE, TWO = ChainId(1), ChainId(2)
WELL = account("well builder")


async def two_chains(harness: ServiceHarness) -> FakeChain:
    two = FakeChain(harness.clock, id=TWO, name="two", tokens={account("silver"): ("SLV", 0)})
    harness.other_chains = [two]
    await harness.restart()
    return two


async def read(harness: ServiceHarness, text: str, chain: FakeChain | None = None) -> Address:
    reading = harness.services.account_reading
    return await reading.account(GUILD, text, chain or harness.chain)


# -- what stands for whom -----------------------------------------------------------------------------------------


async def test_an_address_stands_for_itself_on_the_chain_that_is_meant(harness: ServiceHarness) -> None:
    for text in (WELL, WELL.lower(), f" eth:{WELL}", f"1:{WELL}", f"MAINNET:{WELL}"):
        assert await read(harness, text) == WELL


@pytest.mark.attack("actions")
@pytest.mark.parametrize("prefix", ["arb1", "2", "two", "eth1", "gor", "matic", "10"])
async def test_an_address_of_another_chain_is_refused(harness: ServiceHarness, prefix: str) -> None:
    with raises_saying(BadAddress, "is not the chain mainnet"):
        await read(harness, f"{prefix}:{WELL}")


async def test_a_name_is_looked_up_by_a_final_block(harness: ServiceHarness) -> None:
    harness.chain.names = {("well.eth", ONE): WELL}
    answer = (await harness.services.account_reading.on(GUILD, harness.chain).accounts(["WELL.eth"]))[
        "WELL.eth"
    ]
    final = await harness.chain.finalized()
    assert answer == NamedAccount(WELL, "well.eth", NamedBy.ENS, final.number)
    with raises_saying(BadAddress, "leads to no account on mainnet"):
        await read(harness, "other.eth")
    harness.chain.names["off.eth", ONE] = NoAccount.OFF_CHAIN
    with raises_saying(BadAddress, "can't be read on chain"):
        await read(harness, "off.eth")


async def test_on_another_chain_a_name_is_asked_where_there_are_names_for_that_chain(
    harness: ServiceHarness,
) -> None:
    two = await two_chains(harness)
    with raises_saying(BadAddress, "can't be looked up"):
        await read(harness, "well.eth", two)
    harness.chain.names = {("well.eth", ONE): account("on one"), ("well.eth", TWO): account("on two")}
    assert await read(harness, "well.eth", two) == account("on two")
    harness.chain.names.pop(("well.eth", TWO))
    with raises_saying(BadAddress, "leads to no account on two"):
        await read(harness, "well.eth", two)


@pytest.mark.attack("rpc")
async def test_while_the_chain_is_silent_no_name_stands_for_anybody(harness: ServiceHarness) -> None:
    harness.chain.names = {("well.eth", ONE): WELL}
    harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await read(harness, "well.eth")
    assert await read(harness, WELL) == WELL


async def test_a_member_stands_for_their_primary_wallet(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.link("ada")
    await harness.link("ada", "ada's second")
    mention = f"<@{harness.member('ada')}>"
    assert await read(harness, mention) == harness.wallet("ada")
    await harness.services.wallets.make_primary(harness.actor("ada"), harness.wallet("ada's second"))
    assert await read(harness, mention) == harness.wallet("ada's second")
    with raises_saying(BadAddress, "has linked no wallet"):
        await read(harness, f"<@{harness.member('ben')}>")


@pytest.mark.attack("actions")
async def test_a_contract_of_a_member_stands_for_them_only_where_it_was_proved(
    harness: ServiceHarness,
) -> None:
    two = await two_chains(harness)
    await harness.set_up()
    vault = harness.wallet("vault")
    two.contract_wallets.add(vault)
    actor = harness.actor("mallory")
    request = await harness.services.wallets.request(actor, vault, "two")
    await harness.services.wallets.link(actor, request.nonce, two.sign_as_contract(vault, request.message))
    mention = f"<@{actor.member}>"
    assert await read(harness, mention, two) == vault
    with raises_saying(BadAddress, "no wallet that counts on mainnet"):
        await read(harness, mention)
    await harness.link("mallory", "mallory's key")
    assert await read(harness, mention) == harness.wallet("mallory's key")


@pytest.mark.attack("actions")
async def test_a_member_of_another_server_stands_for_nobody_here(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    await harness.link("ada", guild=OTHER_GUILD)
    with pytest.raises(BadAddress):
        await read(harness, f"<@{harness.member('ada')}>")


# -- the address book ---------------------------------------------------------------------------------------------


async def test_a_moderator_names_an_account_and_everyone_sees_it_in_the_log(harness: ServiceHarness) -> None:
    await harness.set_up()
    book = harness.services.address_book
    entry = await book.add(harness.moderator(), "Well-Fund", WELL)
    assert (entry.name, entry.account, entry.chain) == ("Well-Fund", WELL, ONE)
    assert await read(harness, "well-fund") == WELL
    assert await book.entries(GUILD) == [entry]
    await book.remove(harness.moderator(), "WELL-FUND")
    assert await book.entries(GUILD) == []
    newest, before = await harness.services.public_log.newest(GUILD, limit=2)
    assert (newest.act, before.act) == ("address remove", "address add")
    assert before.details == {"name": "Well-Fund", "account": WELL, "chain": "1"}


@pytest.mark.attack("commands")
async def test_only_moderators_write_the_address_book(harness: ServiceHarness) -> None:
    await harness.set_up()
    book = harness.services.address_book
    for actor in (harness.actor("ada"), harness.guardian()):
        with pytest.raises(NotModerator):
            await book.add(actor, "well", WELL)
        with pytest.raises(NotModerator):
            await book.remove(actor, "well")
    assert await book.entries(GUILD) == []


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "name",
    [
        "",
        "to",
        "VALUE",
        "0x12",
        "well.eth",
        "<@1>",
        "a b",
        "well\u200b",
        "wеll",
        "-well",
        "1well",
        "w" * (LONGEST_LABEL + 1),
        "@everyone",
        "`well`",
    ],
)
async def test_no_entry_is_called_as_what_could_be_something_else(harness: ServiceHarness, name: str) -> None:
    await harness.set_up()
    with pytest.raises(BadLabel):
        await harness.services.address_book.add(harness.moderator(), name, WELL)


@pytest.mark.attack("text")
@pytest.mark.parametrize("name", ["well", "WELL", "weII", "we11", "weLl"])
async def test_no_two_entries_of_a_chain_look_alike(harness: ServiceHarness, name: str) -> None:
    two = await two_chains(harness)
    await harness.set_up()
    book = harness.services.address_book
    await book.add(harness.moderator(), "well", WELL)
    with pytest.raises(LabelTaken):
        await book.add(harness.moderator(), name, account("mallory"))
    await book.add(harness.moderator(), name, account("on two"), two.name)
    assert await read(harness, "well") == WELL


async def test_the_book_is_bounded_and_of_one_server(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.set_up(guild=OTHER_GUILD)
    book, names = harness.services.address_book, [f"{a}{b}" for a in "qwrtypsdfg" for b in "qwrtypsdfgh"]
    for number in range(MOST_ENTRIES):
        await book.add(harness.moderator(), names[number], WELL)
    with pytest.raises(BookFull):
        await book.add(harness.moderator(), "onemore", WELL)
    assert await book.entries(OTHER_GUILD) == []
    with pytest.raises(NotInBook):
        await book.remove(harness.moderator(guild=OTHER_GUILD), names[0])
    with pytest.raises(NotSetUp):
        await book.entries(GuildId(999))
    with pytest.raises(UnknownChain):
        await book.add(harness.moderator(), "onemore", WELL, "three")


# -- in actions ---------------------------------------------------------------------------------------------------


async def ready(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 100})
    harness.chain.names = {("well.eth", ONE): WELL}


async def test_an_action_keeps_the_address_that_a_name_stood_for_whatever_becomes_of_the_name(
    harness: ServiceHarness,
) -> None:
    await ready(harness)
    proposal = await harness.drafted("ada", actions="transfer 5 to well.eth")
    (action,) = (await harness.get(proposal)).content.actions
    assert (action.to, action.line) == (WELL, f"transfer 5 to {WELL}")
    assert [(each.name, each.by) for each in action.names] == [("well.eth", NamedBy.ENS)]
    harness.chain.names = {("well.eth", ONE): account("mallory")}
    ada, proposing = harness.actor("ada"), harness.services.proposing
    edited = await proposing.edit(ada, proposal, "Another title", "Dig.", action.line)
    assert edited.proposal.content.actions == (action,)
    more = await proposing.add_action(ada, proposal, "transfer 1 to well.eth")
    assert [each.to for each in more.proposal.content.actions] == [WELL, account("mallory")]


@pytest.mark.attack("actions")
async def test_a_name_that_leads_elsewhere_before_the_vote_opens_changes_nothing(
    harness: ServiceHarness,
) -> None:
    await ready(harness)
    await harness.services.address_book.add(harness.moderator(), "fund", WELL)
    proposal = await harness.submitted("ada", actions="transfer 5 to fund\ntransfer 6 to well.eth")
    await harness.services.address_book.remove(harness.moderator(), "fund")
    await harness.services.address_book.add(harness.moderator(), "fund", account("mallory"))
    harness.chain.names = {("well.eth", ONE): account("mallory")}
    await harness.open(proposal)
    await harness.restart()
    assert [action.to for action in (await harness.get(proposal)).content.actions] == [WELL, WELL]


async def test_the_names_of_a_proposals_accounts_are_shown_with_it(harness: ServiceHarness) -> None:
    await ready(harness)
    proposal = await harness.submitted(
        "ada", actions=f"transfer 5 to well.eth\ntransfer 5 to {account('fund')}"
    )
    await harness.services.address_book.add(harness.moderator(), "fund", account("fund"))
    decoded = (await harness.services.cards.card(proposal)).actions
    assert [[each.name for each in one.names] for one in decoded] == [["well.eth"], ["fund"]]


async def test_a_name_that_stands_for_nobody_is_refused_with_its_line(harness: ServiceHarness) -> None:
    await ready(harness)
    with raises_saying(BadAction, "Line 2"):
        await harness.drafted("ada", actions=f"transfer 5 to {WELL}\ntransfer 5 to nobody.eth")


# -- everywhere else ----------------------------------------------------------------------------------------------


async def test_a_wallet_is_linked_by_its_name_and_found_by_it(harness: ServiceHarness) -> None:
    await harness.set_up()
    ada = harness.actor("ada")
    harness.chain.names = {("ada.eth", ONE): harness.wallet("ada")}
    wallets = harness.services.wallets
    request = await wallets.request(ada, "ada.eth")
    assert request.address == harness.wallet("ada")
    await wallets.link(ada, request.nonce, harness.chain.sign(request.address, request.message))
    assert await wallets.make_primary(ada, f"eth:{harness.wallet('ada')}") == harness.wallet("ada")
    await wallets.unlink(ada, "ada.eth")
    assert await wallets.of(ada) == []
    with pytest.raises(WalletUnknown):
        await wallets.unlink(ada, "ada.eth")


async def test_safe_and_sources_are_named_as_accounts_are_written(harness: ServiceHarness) -> None:
    harness.chain.names = {("safe.river.eth", ONE): SAFE, ("river.eth", ONE): TOKEN.contract}
    await harness.set_up(sources="erc20_votes river.eth x2", executor="safe.river.eth")
    (track,) = await harness.services.tracks.all(GUILD)
    assert track.policy.executor is not None
    assert track.policy.executor.address == SAFE
    (source,) = track.policy.power.sources
    assert getattr(source, "contract", None) == TOKEN.contract


async def test_listed_accounts_may_be_members_and_names(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.link("ada")
    harness.chain.names = {("well.eth", ONE): WELL}
    sources = f"allowlist <@{harness.member('ada')}>=3, well.eth=5"
    done = await harness.services.tracks.edit(harness.moderator(), "main", Changes(sources=sources))
    (source,) = done.track.policy.power.sources
    entries = getattr(source, "entries", ())
    assert {(each.account, each.amount) for each in entries} == {(harness.wallet("ada"), 3), (WELL, 5)}


@pytest.mark.parametrize("sources", ["erc20 river.eth on two", "erc20 two:{0} on two", "erc20 SILVER on TWO"])
async def test_a_source_on_another_chain_is_named_on_that_chain(
    harness: ServiceHarness, sources: str
) -> None:
    await two_chains(harness)
    await harness.set_up()
    harness.chain.names = {("river.eth", TWO): account("silver"), ("river.eth", ONE): TOKEN.contract}
    await harness.services.address_book.add(harness.moderator(), "silver", account("silver"), "two")
    changes = Changes(sources=sources.format(account("silver")))
    done = await harness.services.tracks.edit(harness.moderator(), "main", changes)
    (source,) = done.track.policy.power.sources
    assert isinstance(source, Erc20)
    assert (source.chain, source.contract) == (TWO, account("silver"))


async def test_a_proof_is_asked_for_by_name(harness: ServiceHarness) -> None:
    await harness.set_up(proved=False)
    harness.chain.names = {("safe.eth", ONE): SAFE}
    proofs, mo = harness.services.executor_proofs, harness.moderator()
    owner = harness.safe.owners[0]
    await harness.services.address_book.add(mo, "keeper", owner)
    for name in ("safe.eth", f"eth:{SAFE}", f"1:{SAFE}", ""):
        request = await proofs.request(mo, name, "keeper", ProofDemand.ONE)
        assert (request.executor.address, request.signer) == (SAFE, owner)
    with pytest.raises(ExecutorUnnamed):
        await proofs.request(mo, f"arb1:{SAFE}", "keeper", ProofDemand.ONE)
    with pytest.raises(BadAddress):
        await proofs.request(mo, "nobody.eth", "keeper", ProofDemand.ONE)


async def test_a_policys_file_names_accounts_as_they_are_written(harness: ServiceHarness) -> None:
    two = await two_chains(harness)
    await harness.set_up()
    harness.chain.names = {("river.eth", ONE): TOKEN.contract, ("river.eth", TWO): account("silver")}
    await harness.services.address_book.add(harness.moderator(), "safe", SAFE)
    moderator, tracks = harness.moderator(), harness.services.tracks
    done = await tracks.upload(moderator, "main", policy_file("river.eth", "safe", "river.eth"))
    policy = done.track.policy
    assert policy.executor is not None
    assert policy.executor.address == SAFE
    found = {(each.chain, each.contract) for each in policy.power.sources if isinstance(each, Erc20)}
    assert found == {(ONE, TOKEN.contract), (two.id, account("silver"))}


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    ("name", "said"),
    [("nobody.eth", "leads to no account"), ("arb1:" + WELL, "is not the chain"), ("nobody", "address book")],
)
async def test_a_name_of_a_policys_file_that_stands_for_nobody_is_refused_with_its_line(
    harness: ServiceHarness, name: str, said: str
) -> None:
    await harness.set_up()
    harness.chain.names = {}
    data = policy_file(name, SAFE)
    (line,) = [
        number for number, each in enumerate(data.decode().splitlines(), start=1) if f'"{name}"' in each
    ]
    with raises_saying(BadPolicy, said) as refused:
        await harness.services.tracks.upload(harness.moderator(), "main", data)
    assert [fault.line for fault in refused.value.faults] == [line]


def policy_file(token: str, safe: str, abroad: str | None = None) -> bytes:
    """A policy of one or two tokens and a Safe, which are called so."""
    sources = [Erc20(chain=ONE, contract=TOKEN.contract)]
    if abroad is not None:
        sources.append(Erc20(chain=TWO, contract=account("silver")))
    policy = preset("token").model_copy(
        update={
            "name": "named",
            "power": PowerRule(sources=tuple(sources), decimals=0),
            "proposal_threshold": 1,
            "executor": SafeExecutor(chain=ONE, address=SAFE),
        }
    )
    text = policy_toml(policy).replace(TOKEN.contract, token).replace(SAFE, safe)
    return text.replace(account("silver"), abroad or "").encode()
