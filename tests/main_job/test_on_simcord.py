"""The bot does its job on a Discord that we did not write: simcord 3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from discord import Message

from sandbox import safe_app
from sandbox.chain import Account
from sandbox.stage import sign, sign_in_text
from tests.databases import Databases, database_of
from tests.main_job.job import assert_says, receipt
from tests.main_job.simcord_server import (
    TOKEN,
    SimcordServer,
    answer,
    field_id,
    text_of,
)


@pytest.mark.parametrize("place", ["forum", "text channel"])
async def test_the_bot_does_its_job_on_simcord(databases: Databases, tmp_path: Path, place: str) -> None:
    async with (
        database_of(databases, tmp_path / "folkmoot.db") as url,
        SimcordServer.open(url, forum=place == "forum") as server,
    ):
        voters = {name: server.member(name) for name in ("ada", "ben", "cleo")}
        wallets = {name: server.chain.account(f"voter {name}") for name in voters}
        powers = {"ada": 50_000, "ben": 30_000, "cleo": 20_000}
        await server.endow({wallets[name]: power for name, power in powers.items()})

        # Set up.
        done = await server.moderator.slash(
            server.log,
            "gov setup",
            announcements=server.announcements,
            discussion=server.discussion,
            log=server.log,
            moderators=server.roles["moderators"],
            guardians=server.roles["guardians"],
            chain="local",
            sources=f"erc20_votes {server.token.address}",
            safe=server.safe.address,
            discussion_period="1h",
            voting_period="1h",
            timelock="1h",
        )
        assert done.ephemeral
        assert_says(answer(done), server.safe.address)
        await server.work()
        assert_says(text_of(server.log.last_message), "set up")

        # Prove.
        owner = server.owners[0]
        asked = await server.moderator.slash(server.log, "gov safe prove", signer=owner.address)
        assert asked.response is not None
        form = await server.moderator.click(asked.response, label="I have signed it")
        signature = sign(owner, sign_in_text(answer(asked)))
        proved = await server.moderator.submit_modal(form, {field_id(form, "Signature"): signature})
        assert_says(answer(proved), "It is proved that", server.safe.address)
        await server.work()
        assert_says(text_of(server.log.last_message), owner.address)

        # Link.
        for name, voter in voters.items():
            asked = await voter.slash(server.announcements, "wallet link", address=wallets[name].address)
            assert asked.response is not None
            form = await voter.click(asked.response, label="I have signed it")
            signature = sign(wallets[name], sign_in_text(answer(asked)))
            linked = await voter.submit_modal(form, {field_id(form, "Signature"): signature})
            assert_says(answer(linked), wallets[name].address, "is linked")

        # Propose.
        ada = voters["ada"]
        grantee = server.chain.account("grantee")
        form = await ada.slash(server.announcements, "propose")
        fields = {
            "Title": "Pay the team",
            "Text": "For the spring.",
            "Actions, one per line (optional)": f"transfer 2 ETH to {grantee.address}",
        }
        preview = await ada.submit_modal(
            form, {field_id(form, label): text for label, text in fields.items()}
        )
        assert_says(answer(preview), "Pay the team", "2 ETH")
        assert preview.response is not None
        submitted = await ada.click(preview.response, label="Submit")
        assert_says(answer(submitted), "is in discussion")
        await server.work()
        (post,) = server.discussion.threads
        assert post.name == "#1 Pay the team"
        starter = post.history()[0] if place == "forum" else server.discussion.history()[0]
        assert_says(text_of(starter), "For the spring.")

        # Vote.
        await server.work(minutes=61)
        card = _card(server)
        assert_says(text_of(card), "Open for voting", "2 ETH")
        # They come after the card, in the bot's own time.
        await server.until(lambda: {str(each.emoji) for each in card.reactions} == {"👍", "👎", "🤷"})
        clicked = await ada.click(card, label="For")
        assert clicked.ephemeral
        receipts = {str(ada.id): receipt(answer(clicked))}
        voted = await voters["ben"].slash(
            server.announcements, "vote cast", proposal="1", choice="Against", reason="Too much."
        )
        receipts[str(voters["ben"].id)] = receipt(answer(voted))
        await voters["cleo"].react(card, "👎")
        await voters["cleo"].unreact(card, "👎")
        await voters["cleo"].react(card, "👍")
        await server.work()
        assert_says(text_of(post.history()[-1]), "Too much.", str(voters["ben"].id))
        assert_says(text_of(_card(server)), "3 voted", "70\u202f000 FOLK", "30\u202f000 FOLK")
        mine = await voters["cleo"].slash(server.announcements, "vote mine", proposal="1")
        receipts[str(voters["cleo"].id)] = receipt(answer(mine))

        # Close.
        await server.work(minutes=61)
        result = next(message for message in server.announcements.history() if message.attachments)
        assert_says(text_of(result), "**Passed**", "3 members voted")
        record = json.loads(await _file(result, "record"))
        assert record["result"]["scores"] == [str(70_000 * TOKEN), str(30_000 * TOKEN), "0"]
        assert {ballot["receipt"] for ballot in record["ballots"]} == set(receipts.values())

        # Execute.
        await server.work(minutes=61)
        (transaction,) = server.service.transactions(server.safe.address)
        assert_says(text_of(post.history()[-2]), transaction["safeTxHash"], "0 of 2 confirmed")
        await _execute(server, transaction["safeTxHash"])
        assert await server.chain.balance(grantee.address) == 2 * TOKEN
        await server.work(minutes=1)
        assert_says(text_of(server.announcements.last_message), "The Safe executed the proposal")
        assert_says(text_of(_card(server)), "**Executed**")


def _card(server: SimcordServer) -> Message:
    there = server.announcements.history()
    (card,) = [message for message in there if any(map(_has_details, message.components))]
    return card


def _has_details(component: Any) -> bool:
    """Whether it is, or holds, the button that every card has."""
    if getattr(component, "custom_id", None) == "details:1":
        return True
    return any(map(_has_details, getattr(component, "children", ())))


async def _file(result: Message, kind: str) -> bytes:
    (file,) = [each for each in result.attachments if each.filename.endswith(f"-{kind}.json")]
    return await file.read()


async def _execute(server: SimcordServer, safe_tx_hash: str) -> None:
    signers: tuple[Account, ...] = server.owners[:2]
    await safe_app.execute(server.service, server.safe, safe_tx_hash, signers, signers[0])
    await server.chain.mine(3)
