"""Delegations in words."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.delegation.delegation import Delegation
from bot.domain.ids import MemberId
from bot.domain.proposal import Proposal, State, state
from bot.services.delegation.delegating import Made, Mine, Portrait
from bot.wording.delegated_power import members
from bot.wording.results import ballot_words
from bot.wording.text import escape, member, moment, title_of

ALL_TRACKS = "all tracks without a delegate of their own"
_TRACK_SHOWN = 40
_STATEMENT_SHOWN = 160


def made_lines(made: Made) -> list[str]:
    """A new delegation: to whom, on what, until when, and when it acts."""
    new = made.delegation
    where = f"on track **{escape(made.track.name, _TRACK_SHOWN)}**" if made.track else f"on {ALL_TRACKS}"
    lines = [f"✅ **You delegate to {member(new.delegate)}** {where}, {_until(new)}."]
    if made.replaced is not None and made.replaced.delegate != new.delegate:
        lines.append(f"It takes the place of your delegation to {member(made.replaced.delegate)}.")
    lines.append(
        "It counts in votes that open from now on; those that are open keep what was frozen when they opened. "
        "Your own vote always goes before your delegate's."
    )
    if made.passed_on:
        lines.append("Where your delegate delegates too, your power goes on to their delegate.")
    if new.notify:
        lines.append("You are told in a direct message how they vote, as long as you let me write to you.")
    if made.without:
        names = ", ".join(escape(track.name, _TRACK_SHOWN) for track in made.without[:10])
        lines.append(f"⚠️ Not on {names}: power is not delegated there.")
    if not made.wallets:
        lines.append("⚠️ You have no linked wallet, so that there is nothing to delegate yet: `/wallet link`.")
    return lines


def _until(delegation: Delegation) -> str:
    return f"until {moment(delegation.until)}" if delegation.until else "until you revoke it"


def revoked_lines(revoked: Sequence[Delegation], mine: Mine) -> list[str]:
    """What was taken back."""
    lines = ["✅ **Your power is yours again** in votes that open from now on:"]
    lines += [f"• {_topic(each, mine)}: no longer {member(each.delegate)}" for each in revoked]
    return [
        *lines,
        "Votes that are open keep what was frozen when they opened; your own vote goes before it.",
    ]


def mine_lines(mine: Mine, now: datetime) -> list[str]:
    """Both sides of a member's delegations, one a line."""
    if not mine.made and not mine.received:
        return [
            "You delegate to nobody, and nobody delegates to you.",
            "`/delegate to` lets a member vote with your power; `/delegate board` shows who does that for others.",
        ]
    lines = ["**You delegate**" if mine.made else "**You delegate** to nobody."]
    lines += [f"• {_topic(each, mine)}: {member(each.delegate)}{_state(each, now)}" for each in mine.made]
    lines.append("**Delegate to you**" if mine.received else "**Delegate to you**: nobody.")
    lines += [
        f"• {member(each.delegator)}, {_topic(each, mine)}{_state(each, now)}" for each in mine.received
    ]
    return lines


def _topic(delegation: Delegation, mine: Mine) -> str:
    if delegation.track is None:
        return ALL_TRACKS
    track = mine.tracks.get(delegation.track)
    return f"track {escape(track.name, _TRACK_SHOWN)}" if track else "a track that is no longer in use"


def _state(delegation: Delegation, now: datetime) -> str:
    if delegation.until is None:
        words = ""
    elif delegation.over(now):
        return f" — over since {moment(delegation.until)}"
    else:
        words = f", until {moment(delegation.until)}"
    return f"{words}, told of votes" if delegation.notify else words


def board_lines(portraits: Sequence[Portrait]) -> list[str]:
    """The delegates of a server, one an entry."""
    if not portraits:
        return [
            "Nobody votes for others here yet.",
            "`/delegate profile` writes your own profile: then others find you here.",
        ]
    lines = ["**Delegates of this server**"]
    for place, portrait in enumerate(portraits, start=1):
        done, profile = portrait.participation, portrait.profile
        repositories = [f"{members(portrait.delegators)} delegate{'s' * (portrait.delegators == 1)} to them"]
        if done.votes:
            repositories.append(f"voted in {done.cast} of {done.votes}")
        if done.cast:
            repositories.append(f"{done.reasons} reasons given")
        if profile and profile.topics:
            repositories.append(f"topics: {escape(profile.topics, 80)}")
        lines.append(f"{place}. {member(portrait.member)} · {' · '.join(repositories)}")
        if profile and profile.statement:
            lines.append(f"> {escape(profile.statement, _STATEMENT_SHOWN)}")
    return [*lines, "-# `/delegate profile` shows one of them, `/delegate to` delegates them your power"]


def told_text(proposal: Proposal, now: datetime, delegate: MemberId, choice: str, card: str) -> str:
    """What a delegator who asked for it is told: how their delegate voted, and that their own ballot goes before.

    `choice` is empty where the delegate took their vote back; `card` is where one votes, empty where there is none.
    """
    lines = [f"**{title_of(proposal.content.title)}** (proposal {proposal.id}) {card}".rstrip()]
    if not choice:
        lines.append(f"{member(delegate)}, to whom you delegate, has taken their vote back.")
    else:
        lines.append(f"{member(delegate)}, to whom you delegate, voted **{ballot_words(choice)}**.")
    ends_at = proposal.ends_at(now)
    if state(proposal, now) is State.VOTING and ends_at:
        lines.append(
            f"Your own vote goes before theirs, until {moment(ends_at)}: use the buttons on the card, or "
            "`/vote cast` in the server."
        )
    lines.append("-# You asked to be told. `/delegate to` with `notify_me` false ends it.")
    return "\n".join(lines)
