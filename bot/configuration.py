"""What the operator's settings mean for the parts that are put together."""

from bot.assistance.registry import AssistantConfig
from bot.chain.bridges import ETHEREUM, usual_bridge
from bot.chain.config import ChainConfig, usual_multi_send, usual_multicall
from bot.chain.contracts.ens import usual_registry
from bot.chain.nodes.limits import Limits
from bot.chain.operator_key import OperatorKey
from bot.domain.accounts.sign_in_text import Site
from bot.domain.bridges.bridge import Bridge
from bot.domain.ids import Address, ChainId, address
from bot.domain.policy.trust import TrustLevel
from bot.domain.secrecy import secrets_of
from bot.settings import ChainSettings, Settings
from bot.storage.engine import passwords


def site_of_pages(settings: Settings) -> Site | None:
    """Where the pages are; None where there are none."""
    if not settings.web_url:
        return None
    scheme, _, domain = settings.web_url.partition("://")
    return Site(domain, scheme)


def trust_levels_of(settings: Settings, pages: Site | None) -> frozenset[TrustLevel]:
    """What the bot can ask of ballots: Discord signs what comes by HTTP, wallets sign on the pages."""
    can = {
        TrustLevel.DISCORD: True,
        TrustLevel.COUNTERSIGNED: settings.interactions == "http",
        TrustLevel.SIGNED: pages is not None,
    }
    return frozenset(level for level, possible in can.items() if possible)


def _multicall(chain: ChainSettings) -> Address | None:
    if chain.multicall == "none":
        return None
    return address(chain.multicall) if chain.multicall else usual_multicall(ChainId(chain.id))


def _ens(chain: ChainSettings) -> Address | None:
    if chain.ens == "none":
        return None
    return address(chain.ens) if chain.ens else usual_registry(ChainId(chain.id))


def _bridge(chain: ChainSettings) -> Bridge | None:
    child, parent = ChainId(chain.id), ETHEREUM if chain.parent is None else ChainId(chain.parent)
    if chain.inbox:
        return Bridge("arbitrum", parent, child, (address(chain.inbox),))
    if chain.messenger:
        named = (chain.messenger, chain.portal)
        return Bridge("optimism", parent, child, tuple(address(each) for each in named if each))
    return usual_bridge(child)


def secrets_in(settings: Settings) -> tuple[str, ...]:
    """What must be in no line of the log."""
    found = [settings.discord_token.get_secret_value(), *passwords(settings.database_url.get_secret_value())]
    for secret in (settings.proposer_key, settings.operator_key):
        if secret:
            key = secret.get_secret_value()
            found += [key, key.removeprefix("0x")]
    if settings.assistant_key:
        found.append(settings.assistant_key.get_secret_value())
    found += secrets_of(settings.assistant_url)
    if settings.discord_client_secret:
        found.append(settings.discord_client_secret.get_secret_value())
    for chain in settings.chains:
        if chain.transaction_service_key:
            found.append(chain.transaction_service_key.get_secret_value())
        for url in (*chain.rpc, chain.transaction_service or ""):
            found += secrets_of(url)
    return tuple(found)


def fingerprint_of(settings: Settings) -> Address | None:
    """By which other operators know this one; None for one without a key."""
    key = settings.operator_key
    return OperatorKey(key.get_secret_value()).fingerprint if key else None


def assistant_config(settings: Settings) -> AssistantConfig:
    """Who says in short what members wrote."""
    key = settings.assistant_key.get_secret_value() if settings.assistant_key else ""
    return AssistantConfig(
        settings.assistant,
        settings.assistant_url,
        settings.assistant_model,
        key,
        settings.assistant_seconds,
    )


def chain_config(chain: ChainSettings, limits: Limits | None = None) -> ChainConfig:
    """One chain, with the usual contracts where the operator named none.

    `limits`: those of its nodes, None for the usual ones."""
    key = chain.transaction_service_key.get_secret_value() if chain.transaction_service_key else None
    return ChainConfig(
        name=chain.name,
        id=ChainId(chain.id),
        rpc_urls=chain.rpc,
        finality=chain.finality,
        native=chain.coin,
        service_url=chain.transaction_service,
        service_token=key or None,
        multi_send=address(chain.multi_send) if chain.multi_send else usual_multi_send(ChainId(chain.id)),
        multicall=_multicall(chain),
        ens=_ens(chain),
        streams=chain.streams,
        bridge=_bridge(chain),
        stale_after=chain.stale_after,
        limits=limits or Limits(),
    )
