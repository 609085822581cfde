"""What must be said because of a fact. Each is stored in the outbox in the same transaction as its fact."""

import msgspec

from bot.domain.ids import GuildId, MemberId, ProposalId


class Notification(msgspec.Struct, frozen=True, tag_field="kind"):
    """Something to say or hand over. Notices of one lane are delivered one after the other, in order."""

    guild: GuildId

    @property
    def lane(self) -> str:
        return f"guild:{self.guild}"


class ProposalNotification(Notification, frozen=True):
    proposal: ProposalId

    @property
    def lane(self) -> str:
        return f"proposal:{self.proposal}"


class OpenDiscussion(ProposalNotification, frozen=True, tag="open_discussion"):
    """Open the thread (or forum post) in which the proposal is discussed."""


class PostDiff(ProposalNotification, frozen=True, tag="post_diff"):
    """Show in the thread what an edit changed."""

    revision: int


class PostCard(ProposalNotification, frozen=True, tag="post_card"):
    """Post the card with which members vote."""


class RefreshCard(ProposalNotification, frozen=True, tag="refresh_card"):
    """Bring the card to the state that the facts give now."""


class PostReason(ProposalNotification, frozen=True, tag="post_reason"):
    """Mirror the reason that a voter gave into the thread."""

    member: MemberId
    choice: str
    reason: str


class PostResult(ProposalNotification, frozen=True, tag="post_result"):
    """Post the result with its record in the announcement channel."""


class PostResultInThread(ProposalNotification, frozen=True, tag="post_result_in_thread"):
    """Post the result in the discussion thread."""


class PostEvent(ProposalNotification, frozen=True, tag="post_event"):
    """Tell the thread (and the channel, where `announce`) that something happened to the proposal.

    `event` is one of withdrawn, paused, resumed, extended, cancelled, vetoed, unresolved, confirmed, executed, failed,
    replaced, expired, followed, not_followed, reputation; `data` what is said about it, all values strings.
    """

    event: str
    data: dict[str, str] = {}
    announce: bool = False


class ProposeTransaction(ProposalNotification, frozen=True, tag="propose_transaction"):
    """Hand the Safe transaction to the transaction service."""

    @property
    def lane(self) -> str:
        return f"safe:{self.proposal}"


class PostTransaction(ProposalNotification, frozen=True, tag="post_transaction"):
    """Show signers the transaction with its hash, the decoded calls and the missing signatures."""


class NotifyMember(ProposalNotification, frozen=True, tag="notify_member"):
    """Tell one member in private (a direct message) why a ballot cast by reaction was refused.

    All of a guild go one after the other: Discord lets a bot open few conversations a minute.
    """

    member: MemberId
    error: str
    """The class of the refusal."""

    @property
    def lane(self) -> str:
        return f"members:{self.guild}"


class NotifyDelegator(ProposalNotification, frozen=True, tag="notify_delegator"):
    """Tell a member who delegated, and asked for it, how their delegate votes."""

    member: MemberId
    delegate: MemberId
    choice: str
    """In words; empty where the vote was taken back."""

    @property
    def lane(self) -> str:
        return f"members:{self.guild}"


class PostLogEntry(Notification, frozen=True, tag="post_log_entry"):
    """Show an administrative act in the public log channel."""

    entry: int


AnyNotification = (
    OpenDiscussion
    | PostDiff
    | PostCard
    | RefreshCard
    | PostReason
    | PostResult
    | PostResultInThread
    | PostEvent
    | ProposeTransaction
    | PostTransaction
    | NotifyMember
    | NotifyDelegator
    | PostLogEntry
)


def encode(notification: AnyNotification) -> bytes:
    return msgspec.json.encode(notification)


def decode(data: bytes) -> AnyNotification:
    """Raises msgspec.ValidationError for bytes that no version of this program wrote."""
    return _decoder.decode(data)


_decoder: msgspec.json.Decoder[AnyNotification] = msgspec.json.Decoder(AnyNotification)
