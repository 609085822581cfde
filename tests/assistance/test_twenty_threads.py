"""Twenty proposals with threads, payments, elections and changes of rules, heated, off topic and in two languages: each
line of a digest is one that a member gave the bot, letter by letter, and nothing else of the thread is in it."""

from bench.summaries import Written, proposals
from bot.domain.assistance.arguments import Stance
from bot.domain.ids import ChannelId, MessageId, ProposalId
from bot.wording.assistance.digests import digest_lines
from bot.wording.markup.links import message_url
from tests.cogs.voting.samples import SAY
from tests.harness import GUILD, ServiceHarness

WRITTEN = proposals()
STANCES = {"for": Stance.FOR, "against": Stance.AGAINST, "question": Stance.QUESTION}
THREAD = ChannelId(9_000)
MOST = 10
"""Messages of a thread."""


async def test_each_line_of_a_digest_traces_to_the_message_that_it_comes_from(
    harness: ServiceHarness,
) -> None:
    await harness.powers({f"author {number}": 10 for number in range(1, len(WRITTEN) + 1)})
    stances = {meant for written in WRITTEN for _, meant, _ in written.thread}
    assert stances == {"", *STANCES}, "some of it is off topic"
    for number, written in enumerate(WRITTEN, start=1):
        proposal = await discussed(harness, number, written)
        digest = await harness.services.thread_digests.of(GUILD, proposal, harness.member("reader"))
        lines = {line for line in digest_lines(digest, GUILD, SAY) if line.startswith("• <@")}
        sources = [
            f"• {SAY.markup.member(harness.member(who))}: {SAY.markup.name(said, 500)} · "
            f"[message]({message_url(GUILD, THREAD, MessageId(place))})"
            for place, (who, meant, said) in enumerate(written.thread, start=number * MOST)
            if meant
        ]
        assert len(lines) == len(sources)
        assert all(any(line.startswith(source) for line in lines) for source in sources), written.title
        asked = [said for _, meant, said in written.thread if meant == "question"]
        assert [each.text for each in digest.unanswered] == asked


async def discussed(harness: ServiceHarness, number: int, written: Written) -> ProposalId:
    """Members gave the bot what they meant for or against it, or asked; the rest was only said."""
    services, actor = harness.services, harness.actor(f"author {number}")
    draft = await services.proposing.draft(actor, written.title, written.text, "")
    await services.proposing.submit(actor, draft.proposal.id)
    await harness.thread_stands(draft.proposal.id)
    for place, (who, meant, said) in enumerate(written.thread, start=number * MOST):
        if meant:
            given = await services.arguing.argue(harness.actor(who), draft.proposal.id, STANCES[meant], said)
            await services.arguing.stands(given, THREAD, MessageId(place))
    return draft.proposal.id
