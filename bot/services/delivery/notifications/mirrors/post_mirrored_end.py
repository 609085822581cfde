"""The end of a mirrored proposal, in its thread."""

from bot.domain.ids import MirroredId
from bot.services.delivery.notifications.notification import Notification, mirrored


class PostMirroredEnd(Notification, frozen=True, tag="post_mirrored_end"):
    """Say in its thread what became of a proposal of a mirrored contract."""

    of: MirroredId

    @property
    def lane(self) -> str:
        return mirrored(self.of)
