"""A summary on each card: sentences of the author, or what an endpoint wrote of them; marked, and in nobody's way."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.assistance.none import NoAssistant
from bot.assistance.registry import PROVIDERS, AssistantConfig
from bot.domain.assistance.sourced import borne_out
from bot.domain.ids import ProposalId
from bot.services.delivery.notifications import AskForSummary
from bot.services.proposals.cards import Card
from bot.wording.proposals.cards.details import details_lines
from cogs.components.cards.cards import card_view
from sandbox.assistant_service import AssistantService
from tests.assistance.conftest import MODEL
from tests.assistance.orders import SENTENCES
from tests.cogs.voting.samples import SAY
from tests.fakes import account
from tests.harness import GUILD, ServiceHarness

TEXT = "\n\n".join(SENTENCES)
GREETING = "Hello everybody, and thank you for reading on a Sunday!"


async def proposed(harness: ServiceHarness, text: str, actions: str = "") -> ProposalId:
    services, ada = harness.services, harness.actor("ada")
    draft = await services.proposing.draft(ada, "Audit the bridge", text, actions)
    await services.proposing.submit(ada, draft.proposal.id)
    await harness.thread_stands(draft.proposal.id)
    return draft.proposal.id


async def ask(harness: ServiceHarness, proposal: ProposalId) -> None:
    async with harness.services.uow.writing() as repositories:
        await repositories.outbox.add(AskForSummary(GUILD, proposal), at=harness.clock.now())
    await harness.outbox.deliver_due()


async def card_of(harness: ServiceHarness, proposal: ProposalId) -> Card:
    return await harness.services.cards.card(proposal)


def shown(card: Card) -> str:
    (container, *_) = card_view(card, SAY).to_components()
    return "\n".join(str(part["content"]) for part in container["components"] if "content" in part)


async def test_without_a_network_the_card_has_sentences_of_the_author(harness: ServiceHarness) -> None:
    harness.assistant = PROVIDERS["extractive"](AssistantConfig())
    await harness.restart()
    card = await card_of(harness, await proposed(harness, f"# Audit\n\n{GREETING}\n\n{TEXT}"))
    assert card.summary is not None
    assert all(each.text in SENTENCES for each in card.summary.sentences), "a greeting tells nothing"
    assert card.summary.sentences[0].text == SENTENCES[0]
    assert f"{SENTENCES[0]} " in shown(card)
    assert "-# 🤖 Sentences of the author's, chosen by a machine." in shown(card)


@pytest.mark.parametrize("text", ["We need water.", " ".join(SENTENCES[:3]), ""])
async def test_a_short_text_is_its_own_summary(harness: ServiceHarness, text: str) -> None:
    card = await card_of(harness, await proposed(harness, text or "…"))
    assert card.summary is None
    assert "🤖" not in shown(card)


async def test_without_an_assistant_the_card_shows_how_the_text_begins(harness: ServiceHarness) -> None:
    harness.assistant = NoAssistant()
    await harness.restart()
    card = await card_of(harness, await proposed(harness, TEXT))
    assert " ".join(SENTENCES[:3])[:300] in shown(card)
    assert "🤖" not in shown(card)


async def test_an_endpoints_summary_names_its_model_and_its_sources(
    harness: ServiceHarness, endpoint: AssistantService
) -> None:
    proposal = await proposed(harness, TEXT)
    assert "chosen by a machine" in shown(await card_of(harness, proposal)), "until it has answered"
    await ask(harness, proposal)
    card = await card_of(harness, proposal)
    assert f"• {SENTENCES[0]} (1)\n• {SENTENCES[-1]} (5)\n-# 🤖 Written by a machine ({MODEL})" in shown(card)
    told = "\n".join(details_lines(card, {}, SAY))
    assert f"-# (1) “{SENTENCES[0]}”\n-# (5) “{SENTENCES[-1]}”" in told
    await harness.restart()
    assert (await card_of(harness, proposal)).summary == card.summary
    await ask(harness, proposal)
    assert len(endpoint.asked) == 1, "the same text is asked about once"


async def test_dangers_and_actions_stand_whatever_the_summary_is(harness: ServiceHarness) -> None:
    proposal = await proposed(harness, TEXT, f"transfer 5 to {account('auditor')}")
    card = await card_of(harness, proposal)
    told = shown(card)
    assert "🤖" in told
    assert told.replace("🤖", "").count("If it passes") == shown(replace(card, summary=None)).count(
        "If it passes"
    )


async def test_a_summary_changes_nothing_that_is_hashed(harness: ServiceHarness) -> None:
    proposal = await proposed(harness, TEXT)
    before = (await harness.get(proposal)).content
    await ask(harness, proposal)
    assert (await harness.get(proposal)).content == before


async def test_a_space_has_so_many_tokens_a_day(harness: ServiceHarness, endpoint: AssistantService) -> None:
    harness.assistant_tokens = 2_500
    await harness.restart()
    asked = []
    for number in range(6):
        proposal = await proposed(harness, f"Part {number}. {TEXT}")
        await ask(harness, proposal)
        asked.append(len(endpoint.asked))
    spent = asked[-1]
    assert 0 < spent < 6
    await harness.pass_time(timedelta(days=1))
    await ask(harness, proposal)
    assert len(endpoint.asked) == spent + 1, "tomorrow there are new ones"


@pytest.mark.parametrize("status", [401, 429, 500, 302])
@pytest.mark.attack("assistance")
async def test_while_the_endpoint_fails_the_authors_sentences_stay(
    harness: ServiceHarness, endpoint: AssistantService, status: int
) -> None:
    endpoint.status = status
    endpoint.headers = {"Location": f"{endpoint.url}/elsewhere", "Content-Encoding": "gzip"}
    proposal = await proposed(harness, TEXT)
    await ask(harness, proposal)
    assert "chosen by a machine" in shown(await card_of(harness, proposal))
    assert len(endpoint.asked) == 1
    endpoint.status, endpoint.headers = 200, {}
    if status == 401:
        return
    await harness.pass_time(timedelta(seconds=30))
    await harness.outbox.deliver_due()
    assert MODEL in shown(await card_of(harness, proposal))


@pytest.mark.parametrize(
    ("said", "source", "holds"),
    [
        ("An audit for 25,000 USDC.", SENTENCES[0], True),
        ("An audit of the token.", SENTENCES[0], False),
        ("An audit for 25.000 USDC.", SENTENCES[0], False),
        ("Das Audit kostet 25,000 USDC", "Das Audit kostet 25,000 USDC, zahlbar sofort.", True),
        ("See https://a.example/x", "See https://a.example/x for the report.", True),
        ("See https://a.example/y", "See https://a.example/x for the report.", False),
        ("", SENTENCES[0], False),
    ],
)
def test_a_sentence_is_shown_where_its_sources_bear_it_out(said: str, source: str, holds: bool) -> None:
    assert borne_out(said, source) is holds
