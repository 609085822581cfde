"""Accounts that begin and end alike are told apart in every message about a proposal, from the draft to its end."""

from __future__ import annotations

import pytest

from sandbox.discord import Message
from tests.main_job.conftest import Staging
from tests.main_job.job import Job


def alike(account: str, middle: str = "0") -> str:
    """Another account with the same ends."""
    return f"{account[:6]}{middle * 32}{account[-4:]}"


def ends_of(account: str) -> str:
    return f"{account[:6]}…{account[-4:]}".casefold()


def messages_of(job: Job) -> list[Message]:
    """Everything that was said in the server."""
    stage = job.stage
    return [
        m for place in (stage.announcements, stage.log, *stage.discussion.threads) for m in place.messages
    ]


def naming(job: Job, account: str) -> list[Message]:
    """The messages in which the account stands in full."""
    return [message for message in messages_of(job) if account.casefold() in message.text.casefold()]


@pytest.mark.attack("actions")
async def test_two_recipients_that_are_alike_stand_in_full_from_the_preview_to_what_is_signed(
    staged: Staging,
) -> None:
    recipients = [alike("0x6e030000000000000000000000000000000017a9", middle) for middle in "12"]
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        lines = "\n".join(f"transfer {place} ETH to {each}" for place, each in enumerate(recipients, start=1))
        preview = await job.stage.draft(job["ada"].person, "Two payments", "As agreed.", lines)
        assert all(each.casefold() in preview.text.casefold() for each in recipients)
        assert ends_of(recipients[0]) not in preview.text.casefold()
        number = await job.opened("ada", "Pay both", lines)
        await job.click("ada", number, "For")
        await job.closed(number)
        await job.proposed(number)
        thread = await job.thread(number)
        card = await job.card(number)
        await job.in_thread(number, "What was voted on")
        for place in (card, thread.messages[0]):
            assert all(each.casefold() in place.text.casefold() for each in recipients)
        assert len(naming(job, recipients[0])) == len(naming(job, recipients[1])) >= 3
        assert [m.text for m in messages_of(job) if ends_of(recipients[0]) in m.text.casefold()] == []


@pytest.mark.attack("actions")
async def test_a_recipient_like_an_owner_of_the_safe_is_never_taken_for_the_owner(staged: Staging) -> None:
    """The owner stands in what is signed and in what confirms it, the recipient on the card: each in full, though no
    message names both by their ends."""
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        owner = job.stage.owners[0]
        recipient = alike(owner.address.lower())
        number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {recipient}")
        await job.click("ada", number, "For")
        await job.closed(number)
        transaction = await job.proposed(number)
        await job.confirm(owner, transaction)
        confirmed = await job.in_thread(number, "confirmed the Safe transaction")
        to_sign = await job.in_thread(number, "safeTxHash")
        assert f"`{owner.address}`" in confirmed.text
        await job.until(lambda: "**1 of 2 confirmed**" in to_sign.text)
        assert f"`{owner.address}`" in to_sign.text
        assert ends_of(owner.address) not in f"{confirmed.text}{to_sign.text}".casefold()
        others = job.stage.owners[1]
        assert ends_of(others.address) in to_sign.text.casefold(), "who is like nobody stands by its ends"
        await job.execute(transaction)
        await job.until(lambda: "Executed" in (job.cards(number)[-1]).text)
        assert recipient.casefold() in job.cards(number)[-1].text.casefold()


@pytest.mark.attack("actions")
async def test_a_recipient_like_the_safe_itself_stands_in_full_wherever_it_is_named(staged: Staging) -> None:
    async with staged() as job:
        await job.set_up()
        await job.join({"ada": 60_000})
        recipient = alike(job.stage.safe.address.lower())
        number = await job.opened("ada", "Pay the rent", f"transfer 5 ETH to {recipient}")
        card = await job.card(number)
        assert recipient.casefold() in card.text.casefold(), "though the card doesn't name the Safe"
        assert ends_of(recipient) not in card.text.casefold()
