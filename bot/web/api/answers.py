"""From what the pages show to the documents of the API."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.actions.actions import DecodedAction
from bot.domain.ids import ProposalId
from bot.domain.spaces.space import Space
from bot.domain.statements.bridging import StatementResult
from bot.domain.statements.statement import Statement
from bot.services.pages.reading import SpacePage
from bot.services.pages.voters import VotersPage
from bot.services.proposals.cards import Card
from bot.services.proposals.listing import Listed
from bot.services.statements.results import StatementsShown
from bot.web.api.documents import (
    ActionDocument,
    Count,
    ProposalDocument,
    ProposalLine,
    ProposalsDocument,
    SpaceDocument,
    StatementDocument,
    StatementsDocument,
    Track,
    Unit,
    VoteDocument,
    VotePartDocument,
    VotesDocument,
)
from bot.wording.language import Language
from bot.wording.proposals.cards.details import dangers_of, deeds_of

ROOT = "/api/v1"


def space_path(space: Space) -> str:
    return f"{ROOT}/spaces/{space.id}"


def proposal_path(proposal: ProposalId) -> str:
    return f"{ROOT}/proposals/{proposal}"


def space_document(page: SpacePage, origin: str) -> SpaceDocument:
    space = page.space
    return SpaceDocument(
        id=space.id,
        name=space.name,
        guild=str(space.guild),
        pages=space.pages.value,
        tracks=[Track(each.name, each.retired_at is not None) for each in page.tracks],
        proposals=f"{space_path(space)}/proposals",
        url=f"{origin}/spaces/{space.id}",
    )


def proposals_document(page: SpacePage, origin: str, track_query: str, now: datetime) -> ProposalsDocument:
    """`track_query` is what the path of the next page has of the track; empty where all are listed."""
    older = None
    if page.older is not None:
        older = f"{space_path(page.space)}/proposals?{track_query}before={page.older}"
    listed = (*page.voted_on, *page.discussed, *page.results)
    tracks = {track.id: track.name for track in page.tracks}
    return ProposalsDocument(
        [_line(each, tracks.get(each.proposal.track, ""), origin, now) for each in listed], older
    )


def proposal_document(card: Card, origin: str, say: Language, *, votes: bool) -> ProposalDocument:
    """`votes`: whether there are some that may be seen. Nothing in it says anything of a count that is hidden."""
    proposal = card.proposal
    here, closing, rules = proposal_path(proposal.id), proposal.closing, proposal.rules
    plain = say.plain()
    return ProposalDocument(
        id=proposal.id,
        number=proposal.number,
        space=proposal.space,
        title=proposal.content.title,
        text=proposal.content.text,
        state=card.state.value,
        track=card.track.name,
        author=str(proposal.author),
        mechanism=rules.mechanism,
        choices=list(rules.choices),
        power=Unit(rules.power.symbol, rules.power.decimals),
        dangers=dangers_of(card, plain),
        actions=[_action(each) for each in card.actions],
        effects=deeds_of(card, plain),
        hidden=card.hidden,
        count=_count(card),
        created_at=_time(proposal.created_at),
        submitted_at=_when(proposal.submission.at if proposal.submission else None),
        opened_at=_when(proposal.opening.at if proposal.opening else None),
        ends_at=_when(card.ends_at),
        closed_at=_when(closing.at if closing else None),
        passed=closing.passed if closing else None,
        record_hash=closing.record_hash if closing else None,
        record=f"{here}/record" if closing else None,
        votes=f"{here}/votes" if votes else None,
        url=f"{origin}/proposals/{proposal.id}",
    )


def votes_document(card: Card, page: VotersPage) -> VotesDocument:
    votes = [
        VoteDocument(
            voter=str(each.member),
            choice=each.choice,
            power=None if each.power is None else str(each.power),
            reason=each.reason,
            parts=[VotePartDocument(str(power), choice) for power, choice in each.parts],
        )
        for each in page.voters
    ]
    here = f"{proposal_path(card.proposal.id)}/votes"
    return VotesDocument(page.number, votes, f"{here}?after={page.after}" if page.after else None)


def statements_document(shown: StatementsShown) -> StatementsDocument:
    told = shown.enough and not shown.hidden
    results = {each.number: each for each in shown.bridging.results}
    agreed = {each.number for each in shown.bridging.agreed}
    return StatementsDocument(
        participants=shown.bridging.participants,
        hidden=shown.hidden,
        groups=list(shown.bridging.groups) if told else None,
        statements=[
            _statement(each, results.get(each.number) if told else None, agreed if shown.enough else None)
            for each in shown.statements
        ],
        file=f"/proposals/{shown.proposal.id}/statements.json" if told else None,
    )


def _statement(
    statement: Statement, result: StatementResult | None, agreed: Collection[int] | None
) -> StatementDocument:
    return StatementDocument(
        number=statement.number,
        text=statement.text,
        author=str(statement.author),
        agree=None if result is None else result.counts.agree,
        passed=None if result is None else result.counts.passed,
        disagree=None if result is None else result.counts.disagree,
        consensus=None if result is None else str(result.consensus),
        agreed=None if agreed is None else statement.number in agreed,
    )


def _line(listed: Listed, track: str, origin: str, now: datetime) -> ProposalLine:
    proposal = listed.proposal
    opened = proposal.opening.at if proposal.opening else proposal.opens_at
    return ProposalLine(
        id=proposal.id,
        number=proposal.number,
        title=proposal.content.title,
        state=listed.state.value,
        track=track,
        author=str(proposal.author),
        created_at=_time(proposal.created_at),
        opens_at=_when(opened),
        ends_at=_when(proposal.ends_at(now)),
        path=proposal_path(proposal.id),
        url=f"{origin}/proposals/{proposal.id}",
    )


def _action(decoded: DecodedAction) -> ActionDocument:
    action = decoded.action
    return ActionDocument(
        chain=action.chain,
        to=action.to,
        value=str(action.value),
        data=action.data,
        operation=int(action.operation),
        function=decoded.function,
        dangers=len(decoded.dangers),
    )


def _count(card: Card) -> Count | None:
    result = card.result
    if result is None:
        return None
    outcome, running = result.outcome, card.running_tally
    return Count(
        final=card.proposal.closing is not None,
        voters=result.voters,
        cast_power=str(result.cast_power),
        scores=list(result.scores),
        winner=result.winner,
        tied=list(result.tied),
        passing=outcome.passed if outcome else None,
        quorum_reached=outcome.quorum_reached if outcome else None,
        majority_reached=outcome.majority_reached if outcome else None,
        undetermined=running.undetermined if running else 0,
    )


def _when(time: datetime | None) -> str | None:
    return None if time is None else _time(time)


def _time(time: datetime) -> str:
    """RFC 3339, in whole seconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
