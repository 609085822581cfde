"""Every kind of notification. A new one is one file, and its place in the union here."""

from typing import get_args

import msgspec

from bot.services.delivery.notifications.announce_discussion import AnnounceDiscussion
from bot.services.delivery.notifications.notification import Notification
from bot.services.delivery.notifications.notify_delegator import NotifyDelegator
from bot.services.delivery.notifications.notify_member import NotifyMember
from bot.services.delivery.notifications.notify_moved import NotifyMoved
from bot.services.delivery.notifications.notify_unreadable import NotifyUnreadable
from bot.services.delivery.notifications.open_discussion import OpenDiscussion
from bot.services.delivery.notifications.post_card import PostCard
from bot.services.delivery.notifications.post_diff import PostDiff
from bot.services.delivery.notifications.post_event import PostEvent
from bot.services.delivery.notifications.post_given_up import PostGivenUp
from bot.services.delivery.notifications.post_log_entry import PostLogEntry
from bot.services.delivery.notifications.post_reason import PostReason
from bot.services.delivery.notifications.post_refusals import PostRefusals
from bot.services.delivery.notifications.post_request import PostRequest
from bot.services.delivery.notifications.post_result import PostResult
from bot.services.delivery.notifications.post_result_in_thread import PostResultInThread
from bot.services.delivery.notifications.post_rule_change import PostRuleChange
from bot.services.delivery.notifications.refresh_card import RefreshCard
from bot.services.delivery.notifications.refresh_request import RefreshRequest
from bot.services.delivery.notifications.report_clock import ReportClock
from bot.services.delivery.notifications.report_unseen import ReportUnseen
from bot.services.delivery.notifications.submit_request import SubmitRequest
from bot.services.delivery.notifications.warn_moderators import WarnModerators
from bot.services.delivery.notifications.warn_undelivered import WarnUndelivered

AnyNotification = (
    OpenDiscussion
    | AnnounceDiscussion
    | PostDiff
    | PostRuleChange
    | PostCard
    | RefreshCard
    | RefreshRequest
    | PostReason
    | PostRefusals
    | PostResult
    | PostResultInThread
    | PostEvent
    | SubmitRequest
    | PostRequest
    | NotifyMember
    | NotifyDelegator
    | NotifyUnreadable
    | NotifyMoved
    | PostLogEntry
    | PostGivenUp
    | ReportUnseen
    | ReportClock
    | WarnModerators
    | WarnUndelivered
)

NOTIFICATIONS: tuple[type[Notification], ...] = get_args(AnyNotification)


def encode(notification: AnyNotification) -> bytes:
    return msgspec.json.encode(notification)


def decode(data: bytes) -> AnyNotification:
    """Raises msgspec.ValidationError for bytes that no version of this program wrote."""
    return _decoder.decode(data)


_decoder: msgspec.json.Decoder[AnyNotification] = msgspec.json.Decoder(AnyNotification)
