"""What a vote's list of rewards has for a wallet, on a page that everybody may read who may read the vote."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import ProposalId
from bot.domain.spaces.space import PagesFor
from bot.domain.voter_rewards.drops import Drop
from bot.domain.voter_rewards.tree import PaymentTree
from bot.storage.tables import closings
from tests.databases import Databases
from tests.fakes import MAINNET, account
from tests.harness import ServiceHarness, convened
from tests.services.voter_rewards.rewarding import DISTRIBUTOR, paid, rewarding, voted
from tests.web.reading.reading_room import ReadingRoom, reading_room
from tests.web.signing.signing import data_of
from tests.web.site import Answer


@dataclass
class Counter:
    """Where ada and ben claim what a vote pays them: 25 and 75."""

    harness: ServiceHarness
    room: ReadingRoom
    vote: ProposalId
    tree: PaymentTree
    drop: Drop

    async def page(self, name: str = "") -> Answer:
        return await self.room.get(f"{self.path}?wallet={self.harness.wallet(name)}" if name else self.path)

    @property
    def path(self) -> str:
        return f"/proposals/{self.vote}/claims"

    def opens(self, root: bytes | None = None, left: int = 100) -> None:
        until = self.harness.clock.now() + timedelta(days=30)
        self.harness.drops.open(self.drop, root or self.tree.root, until, left)


@pytest.fixture
async def counter(databases: Databases, tmp_path: Path) -> AsyncIterator[Counter]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await rewarding(harness, {"ada": 1, "ben": 3}, shared="power", distributor=DISTRIBUTOR)
        vote = await voted(harness, {"ada": "For", "ben": "For"})
        await paid(harness, vote)
        closing = (await harness.get(vote)).closing
        assert closing is not None
        tree = PaymentTree.of([(harness.wallet("ada"), 25), (harness.wallet("ben"), 75)])
        drop = Drop(MAINNET, DISTRIBUTOR, harness.safe.address, closing.record_hash)
        async with reading_room(harness) as room:
            yield Counter(harness, room, vote, tree, drop)


async def test_the_page_says_when_nothing_can_be_claimed_yet(counter: Counter) -> None:
    page = await counter.page("ada")
    assert page.status == 200, page.words
    assert "100 RIVER for 2 wallets." in page.words
    assert "Nothing can be claimed yet: proposal 2 pays it" in page.words
    assert "25 RIVER" in page.words
    assert 'id="executing"' not in page.text


async def test_the_transaction_of_a_wallet_claims_what_the_list_has_for_it(counter: Counter) -> None:
    counter.opens()
    call = data_of(await counter.page("ada"), "executing")
    assert (call["to"], int(call["value"], 16), call["chain"]) == (DISTRIBUTOR, 0, "1")
    words = [int(call["data"][place : place + 64], 16) for place in range(10, len(call["data"]), 64)]
    funder, record, wallet, amount, _, steps, *proof = words
    assert (funder, record) == (int(counter.drop.funder, 16), int(counter.drop.record, 16))
    assert (wallet, amount, steps) == (int(counter.harness.wallet("ada"), 16), 25, 1)
    assert [node.to_bytes(32, "big") for node in proof] == list(
        counter.tree.proof(counter.harness.wallet("ada"))
    )


async def test_what_was_claimed_is_said_and_no_transaction_offered(counter: Counter) -> None:
    counter.opens()
    counter.harness.drops.claimed.add((counter.drop, counter.harness.wallet("ada")))
    page = await counter.page("ada")
    assert "25 RIVER, ✅ claimed" in page.words
    assert 'id="executing"' not in page.text


async def test_what_the_treasury_took_back_is_said(counter: Counter) -> None:
    counter.opens(left=0)
    page = await counter.page("ada")
    assert "Nothing is left of it" in page.words
    assert 'id="executing"' not in page.text


@pytest.mark.attack("rpc")
async def test_nothing_is_offered_of_another_list_than_the_record_has(counter: Counter) -> None:
    counter.opens(root=b"\x11" * 32)
    page = await counter.page("ada")
    assert page.status == 200
    assert 'id="executing"' not in page.text


@pytest.mark.attack("web")
@pytest.mark.parametrize("wallet", ["mallory", "ada' or 1", "<b>", "0x12", "0x" + "11" * 21])
async def test_a_wallet_that_is_not_in_the_list_gets_no_transaction(counter: Counter, wallet: str) -> None:
    counter.opens()
    given = account("mallory") if wallet == "mallory" else wallet
    page = await counter.room.get(f"{counter.path}?wallet={given}")
    assert page.status in (200, 400)
    assert "<b>" not in page.text
    assert 'id="executing"' not in page.text


async def test_the_list_is_openzeppelins_file(counter: Counter) -> None:
    answer = await counter.room.get(f"{counter.path}/list")
    found, expected = json.loads(answer.text), counter.tree.dump()
    # In which order the values stand follows from the voters' numbers in the record, and changes nothing of the tree.
    found["values"].sort(key=lambda each: each["treeIndex"])
    expected["values"].sort(key=lambda each: each["treeIndex"])
    assert found == expected
    assert answer.headers["Content-Disposition"].startswith("attachment")
    again = await counter.room.get(f"{counter.path}/list", If_None_Match=answer.headers["ETag"])
    assert again.status == 304


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("more", ["", "/list"])
async def test_who_may_not_read_the_vote_reads_no_list(counter: Counter, more: str) -> None:
    await counter.room.show_pages_to(PagesFor.MEMBERS)
    answer = await counter.room.get(counter.path + more)
    assert answer.status == 404
    assert counter.harness.wallet("ada") not in answer.text


@pytest.mark.attack("database")
async def test_a_list_that_was_swapped_in_the_database_is_not_shown(counter: Counter) -> None:
    record = await counter.harness.services.cards.record(counter.vote)
    assert record is not None
    swapped = record.replace(b'"amount":"25"', b'"amount":"99"')
    assert swapped != record
    async with counter.harness.database.write_transaction() as connection:
        await connection.execute(closings.update().values(record=swapped))
    for path in (counter.path, f"{counter.path}/list"):
        answer = await counter.room.get(path)
        assert answer.status != 200
        assert counter.harness.wallet("ada") not in answer.text


async def test_a_vote_without_a_list_has_no_such_page(counter: Counter) -> None:
    assert (await counter.room.get("/proposals/2/claims")).status == 404
    assert (await counter.room.get("/proposals/999/claims/list")).status == 404


async def test_the_page_of_the_vote_and_of_what_pays_it_lead_there(counter: Counter) -> None:
    for proposal in (counter.vote, counter.vote + 1):
        assert f'href="{counter.path}"' in (await counter.room.get(f"/proposals/{proposal}")).text
