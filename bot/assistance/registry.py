"""The providers by their names, as the operator writes them. A new one is a file beside this, and a line here."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.assistance.extractive import Extractive
from bot.assistance.none import NoAssistant
from bot.assistance.openai import EndpointLimits, OpenAi, OpenAiEndpoint
from bot.services.ports.assistance import Assistant


@dataclass(frozen=True)
class AssistantConfig:
    """What the operator chose."""

    provider: str = "extractive"
    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    timeout: float = 20.0


def _endpoint(config: AssistantConfig) -> Assistant:
    return OpenAi(
        OpenAiEndpoint(config.url, config.model, config.key, EndpointLimits(timeout=config.timeout))
    )


PROVIDERS: Mapping[str, Callable[[AssistantConfig], Assistant]] = {
    "extractive": lambda _: Extractive(),
    "openai": _endpoint,
    "none": lambda _: NoAssistant(),
}


@asynccontextmanager
async def open_assistant(config: AssistantConfig) -> AsyncIterator[Assistant]:
    """The provider of that name; what it has open is closed at the end."""
    assistant = PROVIDERS[config.provider](config)
    try:
        yield assistant
    finally:
        await assistant.close()
