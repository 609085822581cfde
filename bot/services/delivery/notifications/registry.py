"""Every kind of notification. A new one is one file, and its place in the union here."""

from typing import get_args

import msgspec

from bot.services.delivery.notifications.discussion.announce_discussion import AnnounceDiscussion
from bot.services.delivery.notifications.discussion.ask_for_summary import AskForSummary
from bot.services.delivery.notifications.discussion.open_discussion import OpenDiscussion
from bot.services.delivery.notifications.discussion.post_argument import PostArgument
from bot.services.delivery.notifications.discussion.post_diff import PostDiff
from bot.services.delivery.notifications.discussion.post_rule_change import PostRuleChange
from bot.services.delivery.notifications.discussion.show_sponsors import ShowSponsors
from bot.services.delivery.notifications.discussion.show_statements import ShowStatements
from bot.services.delivery.notifications.discussion.tell_part import TellPart
from bot.services.delivery.notifications.execution.post_request import PostRequest
from bot.services.delivery.notifications.execution.refresh_request import RefreshRequest
from bot.services.delivery.notifications.execution.send_signature import SendSignature
from bot.services.delivery.notifications.execution.submit_request import SubmitRequest
from bot.services.delivery.notifications.members.notify_linked import NotifyLinked
from bot.services.delivery.notifications.members.notify_member import NotifyMember
from bot.services.delivery.notifications.members.notify_moved import NotifyMoved
from bot.services.delivery.notifications.members.notify_revoked import NotifyRevoked
from bot.services.delivery.notifications.members.notify_unreadable import NotifyUnreadable
from bot.services.delivery.notifications.members.post_digest import PostDigest
from bot.services.delivery.notifications.members.post_event import PostEvent
from bot.services.delivery.notifications.members.post_jury import PostJury
from bot.services.delivery.notifications.members.post_start_panel import PostStartPanel
from bot.services.delivery.notifications.members.report_drift import ReportDrift
from bot.services.delivery.notifications.members.tell_delegators import TellDelegators
from bot.services.delivery.notifications.members.tell_digest import TellDigest
from bot.services.delivery.notifications.members.tell_member import TellMember
from bot.services.delivery.notifications.members.tell_subscribers import TellSubscribers
from bot.services.delivery.notifications.mirrors.post_mirrored import PostMirrored
from bot.services.delivery.notifications.mirrors.post_mirrored_end import PostMirroredEnd
from bot.services.delivery.notifications.mirrors.refresh_mirrored import RefreshMirrored
from bot.services.delivery.notifications.moderators.post_given_up import PostGivenUp
from bot.services.delivery.notifications.moderators.post_log_entry import PostLogEntry
from bot.services.delivery.notifications.moderators.post_refusals import PostRefusals
from bot.services.delivery.notifications.moderators.report_alarms import ReportAlarms
from bot.services.delivery.notifications.moderators.report_chain import ReportChain
from bot.services.delivery.notifications.moderators.report_clock import ReportClock
from bot.services.delivery.notifications.moderators.report_unseen import ReportUnseen
from bot.services.delivery.notifications.moderators.warn_moderators import WarnModerators
from bot.services.delivery.notifications.moderators.warn_undelivered import WarnUndelivered
from bot.services.delivery.notifications.notification import Notification
from bot.services.delivery.notifications.voting.keep_event import KeepEvent
from bot.services.delivery.notifications.voting.mention_voters import MentionVoters
from bot.services.delivery.notifications.voting.post_card import PostCard
from bot.services.delivery.notifications.voting.post_conflict import PostConflict
from bot.services.delivery.notifications.voting.post_reason import PostReason
from bot.services.delivery.notifications.voting.post_result import PostResult
from bot.services.delivery.notifications.voting.post_result_in_thread import PostResultInThread
from bot.services.delivery.notifications.voting.refresh_card import RefreshCard
from bot.services.delivery.notifications.voting.warn_of_turnout import WarnOfTurnout

AnyNotification = (
    OpenDiscussion
    | ShowSponsors
    | TellPart
    | ShowStatements
    | AnnounceDiscussion
    | PostDiff
    | PostRuleChange
    | PostCard
    | MentionVoters
    | KeepEvent
    | WarnOfTurnout
    | RefreshCard
    | RefreshRequest
    | PostConflict
    | PostReason
    | PostRefusals
    | PostResult
    | PostResultInThread
    | PostEvent
    | PostStartPanel
    | PostDigest
    | PostJury
    | SubmitRequest
    | SendSignature
    | PostRequest
    | NotifyMember
    | NotifyUnreadable
    | NotifyMoved
    | NotifyLinked
    | NotifyRevoked
    | TellSubscribers
    | TellMember
    | TellDelegators
    | TellDigest
    | PostLogEntry
    | PostGivenUp
    | ReportUnseen
    | ReportClock
    | ReportAlarms
    | ReportChain
    | WarnModerators
    | WarnUndelivered
    | PostMirrored
    | PostMirroredEnd
    | RefreshMirrored
    | ReportDrift
    | AskForSummary
    | PostArgument
)

NOTIFICATIONS: tuple[type[Notification], ...] = get_args(AnyNotification)


def encode(notification: AnyNotification) -> bytes:
    return msgspec.json.encode(notification)


def decode(data: bytes) -> AnyNotification:
    """Raises msgspec.ValidationError for bytes that no version of this program wrote."""
    return _decoder.decode(data)


_decoder: msgspec.json.Decoder[AnyNotification] = msgspec.json.Decoder(AnyNotification)
