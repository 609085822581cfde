"""A node that repeats the key with which it is asked tells it to nobody in Discord, and not to the doctor."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.chain.chains import EvmChain
from bot.chain.config import ChainConfig
from bot.domain.errors import FolkmootError
from bot.wording.errors import words_for
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from tests.chain.nodes.paper_nodes import (
    CHAIN,
    HEAD,
    QUICK,
    TOKEN,
    Json,
    PaperNode,
    Reply,
    person,
    ref,
    unknown,
)

KEY = "a1B2c3D4e5F6g7H8i9"
SAY = language(markup=DISCORD)

URLS = {
    "path": lambda url: f"{url}/v2/{KEY}",
    "query": lambda url: f"{url}/?apikey={KEY}",
    "password": lambda url: url.replace("http://", f"http://ada:{KEY}@"),
    "user": lambda url: url.replace("http://", f"http://{KEY}@"),
}
SAID: dict[str, Callable[[str], Any]] = {
    "a message with its URL": lambda url: {"code": -32000, "message": f"Must be authenticated! {url}"},
    "a message with its key": lambda url: {"code": -32001, "message": f"project {KEY} is over its quota"},
    "a limit": lambda url: {"code": 429, "message": f"rate limit of {KEY} exceeded"},
    "data": lambda url: {"code": 3, "message": "execution reverted", "data": f"{KEY}"},
    "data in data": lambda url: {"code": -32000, "message": "", "data": {"message": f"key {KEY}"}},
    "a revert": lambda url: {"code": 3, "message": f"execution reverted: {KEY}"},
    "a pruned state": lambda url: {"code": -32000, "message": f"missing trie node for {KEY}"},
    "a text for an error": lambda url: f"key {KEY} was disabled",
}


def chain_at(node: PaperNode, where: str) -> EvmChain:
    return EvmChain(ChainConfig("paper", CHAIN, (URLS[where](node.url),), limits=QUICK))


async def everything_said(chain: EvmChain) -> str:
    """All that reaches a member, a moderator or the doctor of what this chain's node says."""
    found: list[object] = []

    async def ask(asking: Any) -> None:
        try:
            found.append(await asking)
        except FolkmootError as error:
            found.append((error, words_for(error, SAY)))

    async with chain:
        await ask(chain.finalized())
        await ask(chain.powers([(TOKEN, person(0))], ref()))
        await ask(chain.total(TOKEN, ref()))
        await ask(chain.check_source(TOKEN, ref()))
        await ask(chain.has_code(person(1), ref()))
        await ask(chain.endpoints(ref()))
        await ask(chain.history_depth(ref()))
    return repr(found)


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("where", URLS)
async def test_a_node_that_repeats_its_key_tells_it_to_nobody(where: str, said: str) -> None:
    def refuse(request: Json) -> Any:
        return SAID[said](URLS[where](node.url)) if request["method"] != "eth_chainId" else None

    node = PaperNode(refuse=refuse)
    async with node.serve():
        text = await everything_said(chain_at(node, where))
    assert "Unavailable" in text or "EndpointFound" in text
    assert KEY not in text


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("where", URLS)
@pytest.mark.parametrize(
    "whole",
    [
        lambda url: Reply({"jsonrpc": "2.0", "id": 0, "result": f"chain of {KEY}"}),
        lambda url: Reply(
            {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": f"bad key {KEY}"}}
        ),
        lambda url: Reply([{"id": None, "error": f"batch of {KEY} refused"}]),
        lambda url: Reply({"error": {"message": f"no such key {KEY}"}}, status=401),
        lambda url: Reply(f"<html>no such key {KEY}</html>".encode(), status=403),
        lambda url: Reply(None, status=302, headers={"Location": f"https://elsewhere.example/{KEY}"}),
        lambda url: Reply({"error": {"code": 429, "message": KEY}}, status=429, headers={"Retry-After": "0"}),
    ],
    ids=["as its chain", "one error", "one text for a batch", "401", "a page", "a redirect", "429"],
)
async def test_whatever_comes_back_its_key_is_not_told(where: str, whole: Callable[[str], Reply]) -> None:
    node = PaperNode(refuse=unknown)
    node.whole = lambda requests: whole(node.url)
    async with node.serve():
        text = await everything_said(chain_at(node, where))
    assert "Unavailable" in text
    assert KEY not in text


@pytest.mark.parametrize("where", URLS)
async def test_a_node_is_asked_with_its_key(where: str) -> None:
    node = PaperNode(refuse=unknown)
    async with node.serve(), chain_at(node, where) as chain:
        assert (await chain.finalized()).number == HEAD - 2
