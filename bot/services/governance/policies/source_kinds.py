"""What kind of contract somebody named, where they gave only its address: found by asking it."""

from collections.abc import Mapping, Sequence

from bot.domain.errors import BadSetting, WrongContract
from bot.domain.errors.governance.settings import ExpectedSource, KindUnknown
from bot.domain.ids import Address, ChainId
from bot.domain.policy.sources_text import bare_contracts, with_kinds
from bot.domain.power import AnyOnChain, Erc20, Erc20Votes, Erc721, Erc1155, SafeOwners
from bot.services.ports import Chain


async def recognized(text: str, chain: Chain, chains: Mapping[ChainId, Chain]) -> str:
    """The sources with their kinds: `0x…` becomes `erc20_votes 0x…`, what has a kind stays as it is.

    Of a Governor the token counts whose votes it counts. Raises BadSetting for a contract whose kind can't be told,
    BadAddress, NoCode, UnknownChain, ChainUnavailable.
    """
    bare = bare_contracts(text, chain.id, {each.name: each.id for each in chains.values()})
    found = {place: await _kind(chains[of], contract, named) for place, (of, contract, named) in bare.items()}
    return with_kinds(text, found)


async def _kind(chain: Chain, contract: Address, named: str) -> str:
    """The source of that contract, as one writes it."""
    if source := await _answers_as(chain, contract, _tried(chain.id, contract)):
        return f"{source} {contract}"
    at = await chain.finalized()
    if (token := await chain.votes_token(contract, at)) is not None:
        votes = (Erc20Votes(chain=chain.id, contract=token), Erc721(chain=chain.id, contract=token))
        if source := await _answers_as(chain, token, votes):
            return f"{source} {token}"
    items = Erc1155.model_validate({"chain": chain.id, "contract": contract, "ids": [{"id": 0, "weight": 1}]})
    if await _answers_as(chain, contract, [items]):
        raise BadSetting("sources", named, ExpectedSource(items.kind))
    raise BadSetting("sources", named, KindUnknown())


def _tried(chain: ChainId, contract: Address) -> Sequence[AnyOnChain]:
    """The strictest first: a token with delegated votes answers as a plain one too."""
    return (
        Erc20Votes(chain=chain, contract=contract),
        Erc721(chain=chain, contract=contract),
        Erc20(chain=chain, contract=contract),
        SafeOwners(chain=chain, contract=contract),
    )


async def _answers_as(chain: Chain, contract: Address, kinds: Sequence[AnyOnChain]) -> str | None:
    """The first of these kinds as which the contract answers. Raises NoCode, ChainUnavailable."""
    at = await chain.finalized()
    for source in kinds:
        try:
            await chain.check_source(source, at)
        except WrongContract:
            continue
        return source.kind
    return None
