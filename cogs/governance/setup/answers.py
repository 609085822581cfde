"""What happens around each answer of a setup: the next page is shown, and whatever is refused, the others are kept."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.domain.errors import FolkmootError, SetupOver
from bot.services.governance.setup.guided_setup import SetupProgress, Step
from bot.wording.errors import words_for
from bot.wording.governance.setup.setup import answers_kept
from cogs.components.interactions.actors import server_of
from cogs.components.interactions.answers import answer_error, rewrite
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of
from cogs.governance.setup.pages import setup_view


async def show(
    interaction: Interaction,
    progress: SetupProgress,
    page: Step | None = None,
    why: FolkmootError | None = None,
) -> None:
    """Put the next page in the place of the one that was answered, with a refusal above it if there was one."""
    say = language_of(interaction)
    head = words_for(why, say, kept=answers_kept(say)) if why else ""
    view = setup_view(progress, server_of(interaction), say, page, head)
    await rewrite(interaction, view)


@asynccontextmanager
async def keeping_answers(interaction: Interaction) -> AsyncIterator[None]:
    """Within it a refusal says that the other answers are kept; the page stays, and can be used again."""
    try:
        yield
    except SetupOver:
        raise
    except FolkmootError as error:
        await answer_error(interaction, error, kept=answers_kept(language_of(interaction)))
