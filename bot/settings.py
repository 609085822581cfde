"""Settings, from the environment and `.env`. A missing or wrong one is a fault that names it."""

import re
from datetime import timedelta
from ipaddress import ip_network
from typing import Annotated, Literal

from eth_utils.address import is_hex_address
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.accounts.chain_pages import GOVERNOR_PLACES, SAFE_PLACES
from bot.domain.actions.streams import StreamContract
from bot.domain.errors.operators.configuration import (
    ChainNamedTwice,
    EmptyText,
    NeedsSetting,
    NotAHexAddress,
    NotAKey,
    NotANetwork,
    NotAnOrigin,
    NotAPageTemplate,
    NotAWebAddress,
    NotHostAndPort,
    OpenHttp,
    SettingMissing,
    SettingNotJson,
    SettingRefused,
    UsualPort,
)
from bot.domain.fault import Fault, Unfit
from bot.domain.policy.pydantic_faults import pydantic_fault
from bot.domain.treasury.settings import ChainFeeds

_PREFIX = "FOLKMOOT_"
_FIELD = re.compile(r"[a-z_]{1,40}")
_KEY = re.compile(r"0x[0-9a-fA-F]{64}")


class SettingsError(Exception):
    """Settings are missing or wrong."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults
        """One for each of them."""


_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:/_-]{1,200}")
"""It stands in the links of messages."""
_PAGE_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]{1,100}/[A-Za-z0-9.:/_?&=%~#-]{1,350}")
"""The same of a template with all its places filled."""
_LONGEST_PLACE = 78
"""Digits of the highest id that a proposal can have on a Governor; addresses and hashes are shorter."""


_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[::1\])(?::(?P<port>[0-9]{1,5}))?"
)
"""As browsers write it in the header Origin: in small letters, without a path."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_USUAL_PORTS = {"https": "443", "http": "80"}


class ChainSettings(BaseModel):
    """One entry of FOLKMOOT_CHAINS."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=40)
    id: int = Field(ge=1)
    rpc: tuple[str, ...] = Field(min_length=1)
    """RPC URLs; with three, two must agree on every answer."""
    finality: Literal["finalized"] | Annotated[int, Field(ge=1)] = "finalized"
    """`finalized` where nodes know the tag; otherwise after how many blocks a block counts as final."""
    transaction_service: str | None = None
    """Base URL of the Safe Transaction Service, ending in /api."""
    transaction_service_key: SecretStr | None = None
    explorer: str | None = None
    """Base URL of a block explorer, for links; the usual one of a well-known chain if left out."""
    safe_page: str | None = None
    """Template of the page on which owners find a Safe transaction; Safe's own app if left out."""
    governor_page: str | None = None
    """Template of the page on which voters find a proposal on a Governor; none if left out."""
    coin: str = Field(default="ETH", min_length=1, max_length=12)
    """The symbol of the chain's own coin."""
    multi_send: str | None = None
    """Address of MultiSendCallOnly 1.4.1, where it isn't the usual one."""
    ens: str | None = None
    """Address of the registry of ENS names, where it isn't the usual one; `none` looks no names up."""
    multicall: str | None = None
    """Address of Multicall3, where it isn't the usual one; `none` reads each number by a call of its own."""
    parent: int | None = Field(default=None, ge=1)
    """The id of the chain from which a bridge leads here; Ethereum if left out."""
    messenger: str | None = None
    """Address on the parent chain of Optimism's L1CrossDomainMessenger that leads here, where it isn't a usual one."""
    portal: str | None = None
    """The same of its OptimismPortal."""
    inbox: str | None = None
    """Address on the parent chain of Arbitrum's Inbox that leads here, where it isn't a usual one."""
    stale_after: Annotated[timedelta, Field(gt=timedelta(minutes=1), le=timedelta(days=7))] = timedelta(
        hours=12
    )
    """How old the newest final block may be at which a vote opens."""

    prices: ChainFeeds = ChainFeeds()
    """The feeds that tell what the coin and tokens are worth, for all servers; theirs come first."""
    streams: tuple[StreamContract, ...] = Field(default=(), max_length=50)
    """The contracts through which streams and vestings go; of those that could make one, the first does."""

    @field_validator("explorer")
    @classmethod
    def _is_a_web_address(cls, text: str | None) -> str | None:
        if text and not _WEB_ADDRESS.fullmatch(text):
            raise Unfit(NotAWebAddress())
        return text or None

    @field_validator("safe_page")
    @classmethod
    def _shows_a_safe_transaction(cls, text: str | None) -> str | None:
        return _template(text, SAFE_PLACES)

    @field_validator("governor_page")
    @classmethod
    def _shows_a_proposal(cls, text: str | None) -> str | None:
        return _template(text, GOVERNOR_PLACES)

    @field_validator("multi_send", "multicall", "ens")
    @classmethod
    def _is_an_address(cls, text: str | None) -> str | None:
        return text if text == "none" else _address(text)

    @field_validator("messenger", "portal", "inbox")
    @classmethod
    def _is_on_the_parent(cls, text: str | None) -> str | None:
        return _address(text)


def _address(text: str | None) -> str | None:
    if text and not is_hex_address(text):
        raise Unfit(NotAHexAddress())
    return text or None


def _template(text: str | None, places: tuple[str, ...]) -> str | None:
    """The template of a page in whose address these stand in braces, the last one always."""
    if not text:
        return None
    left = text
    for place in places:
        left = left.replace(f"{{{place}}}", "0" * _LONGEST_PLACE)
    if f"{{{places[-1]}}}" not in text or not _PAGE_ADDRESS.fullmatch(left):
        raise Unfit(NotAPageTemplate(places))
    return text


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=".env", extra="ignore", frozen=True)

    discord_token: SecretStr
    discord_api: str = ""
    discord_gateway: str = ""
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///folkmoot.db")
    """Secret for the password that it may hold."""
    database_seconds: float = Field(default=10, gt=0, le=300)
    """How long one that another process uses, or a server that starts, is waited for."""
    chains: tuple[ChainSettings, ...] = Field(min_length=1)
    proposer_key: SecretStr | None = None
    operator_key: SecretStr | None = None
    """Signs what is handed over to another operator."""
    domain: str = "folkmoot.invalid"
    discord_client_secret: SecretStr | None = None
    web_url: str = ""
    """Where members reach the pages, without a slash at its end; empty where there are none."""
    web_listen: str = "127.0.0.1:8080"
    web_proxies: str = "127.0.0.0/8,::1/128"
    """Networks whose X-Forwarded-For is believed: those of one's own reverse proxy."""
    linked_roles: Annotated[int | None, Field(gt=0)] = None
    """The server whose figures Discord is told of members who want a linked role."""
    interactions: Literal["gateway", "http"] = "gateway"
    """`http`: Discord sends them, signed, to the pages' host."""
    assistant: Literal["extractive", "openai", "none"] = "extractive"
    """Who says in short what proposals say: their author's own sentences, a model at an endpoint, or nobody."""
    assistant_model: str = Field(default="", max_length=100)
    assistant_key: SecretStr | None = None
    assistant_url: Annotated[str, Field(validate_default=True)] = ""
    """Where the endpoint is, up to and with /v1."""
    assistant_tokens: int = Field(default=200_000, ge=0)
    """What each space may have asked for on a day."""
    assistant_seconds: float = Field(default=20, gt=0, le=25)
    """How long an answer of the endpoint is waited for."""
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda text: str(text).upper())
    ] = "INFO"
    sweep_seconds: float = Field(default=60, gt=0)
    follow_seconds: float = Field(default=15, gt=0)
    card_seconds: float = Field(default=3, gt=0)

    @property
    def linked_roles_url(self) -> str | None:
        """Where members have their figures told; None: there are no linked roles."""
        return f"{self.web_url}/linked-role" if self.linked_roles else None

    @property
    def interactions_url(self) -> str | None:
        """Where Discord sends its interactions; None: over the gateway."""
        return f"{self.web_url}/interactions" if self.interactions == "http" else None

    @field_validator("discord_token")
    @classmethod
    def _token_is_there(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().strip():
            raise Unfit(EmptyText())
        return token

    @field_validator("proposer_key", "operator_key", "discord_client_secret", "assistant_key", mode="before")
    @classmethod
    def _no_key(cls, key: object) -> object:
        return key or None

    @field_validator("proposer_key", "operator_key")
    @classmethod
    def _key_is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key and not _KEY.fullmatch(key.get_secret_value()):
            raise Unfit(NotAKey())
        return key

    @field_validator("web_url")
    @classmethod
    def _is_an_origin(cls, text: str, others: ValidationInfo) -> str:
        text = text.removesuffix("/")
        if not text:
            return text
        found = _ORIGIN.fullmatch(text)
        if found is None:
            raise Unfit(NotAnOrigin())
        if found["scheme"] == "http" and found["host"] not in _LOOPBACK:
            raise Unfit(OpenHttp())
        if found["port"] == _USUAL_PORTS[found["scheme"]]:
            raise Unfit(UsualPort(int(found["port"])))
        if not others.data.get("discord_client_secret"):
            raise Unfit(NeedsSetting(f"{_PREFIX}DISCORD_CLIENT_SECRET"))
        return text

    @field_validator("linked_roles", mode="before")
    @classmethod
    def _no_server(cls, server: object) -> object:
        return server or None

    @field_validator("linked_roles")
    @classmethod
    def _has_pages(cls, server: int | None, others: ValidationInfo) -> int | None:
        if server and others.data.get("web_url") == "":
            raise Unfit(NeedsSetting(f"{_PREFIX}WEB_URL"))
        return server

    @field_validator("assistant_url")
    @classmethod
    def _endpoint_is_there(cls, text: str, others: ValidationInfo) -> str:
        text = text.removesuffix("/")
        if others.data.get("assistant") != "openai":
            return text
        if not text:
            raise Unfit(NeedsSetting(f"{_PREFIX}ASSISTANT_URL"))
        if not others.data.get("assistant_model"):
            raise Unfit(NeedsSetting(f"{_PREFIX}ASSISTANT_MODEL"))
        if not _WEB_ADDRESS.fullmatch(text):
            raise Unfit(NotAWebAddress())
        return text

    @field_validator("interactions")
    @classmethod
    def _have_an_address(cls, way: str, others: ValidationInfo) -> str:
        if way == "http" and others.data.get("web_url") == "":
            raise Unfit(NeedsSetting(f"{_PREFIX}WEB_URL"))
        return way

    @field_validator("web_listen")
    @classmethod
    def _is_host_and_port(cls, text: str) -> str:
        host, colon, port = text.rpartition(":")
        if not (host and colon and port.isdecimal() and 0 < int(port) < 2**16):
            raise Unfit(NotHostAndPort())
        return text

    @field_validator("web_proxies")
    @classmethod
    def _are_networks(cls, text: str) -> str:
        for part in filter(None, text.split(",")):
            try:
                ip_network(part.strip())
            except ValueError:
                raise Unfit(NotANetwork()) from None
        return text

    @field_validator("chains")
    @classmethod
    def _chains_differ(cls, chains: tuple[ChainSettings, ...]) -> tuple[ChainSettings, ...]:
        if len({chain.id for chain in chains}) != len(chains):
            raise Unfit(ChainNamedTwice())
        return chains


def load() -> Settings:
    """The settings. Raises SettingsError, with a fault for each one that is missing or wrong."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        details = error.errors(include_input=False)
        # Where an entry of a list is wrong, the list itself is said to be too short as well: one line is enough.
        inside = {detail["loc"][0] for detail in details if len(detail["loc"]) > 1}
        raise SettingsError(
            *(
                _fault(detail)
                for detail in details
                if len(detail["loc"]) > 1 or detail["loc"][0] not in inside
            )
        ) from None
    except ValueError as error:
        # pydantic-settings could not read the JSON of a setting.
        field = re.search(r'"(\w+)"', str(error))
        raise SettingsError(SettingNotJson(_PREFIX + field[1].upper() if field else "")) from None


def _named(part: str) -> str:
    """A field; what can't be one may be anything, such as a value in the place of a name."""
    return part if _FIELD.fullmatch(part) else "…"


def _fault(detail: ErrorDetails) -> Fault:
    first, *rest = detail["loc"]
    name = _PREFIX + str(first).upper()
    if detail["type"] == "missing" and not rest:
        return SettingMissing(name)
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{_named(part)}" for part in rest)
    return SettingRefused(name + where, pydantic_fault(detail))
