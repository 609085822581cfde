"""Documents nested without end, while the sandbox's EVM lets Python go as deep as it likes."""

import aiohttp
import pytest

from sandbox import bounded_json
from sandbox.chain import LocalChain

DEEP = {
    "lists": "[" * 200_000 + "]" * 200_000,
    "lists that don't end": "[" * 200_000,
    "objects": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "both": '[{"a":' * 60_000 + "1" + "}]" * 60_000,
    "one too many": "[" * 1_025 + "]" * 1_025,
}


@pytest.mark.attack("floods")
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_without_end_is_no_document(text: str) -> None:
    for given in (text, text.encode()):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever the reader says of it
            bounded_json.loads(given)


@pytest.mark.parametrize("number", [2**64, 2**256 - 1, -(2**255)])
def test_numbers_of_contracts_are_read_exactly(number: int) -> None:
    assert bounded_json.loads(f'{{"value": [{number}]}}') == {"value": [number]}


@pytest.mark.attack("floods")
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
async def test_a_chain_that_is_asked_with_it_refuses_it_and_answers_the_next(text: str) -> None:
    async with LocalChain.serve() as local, aiohttp.ClientSession() as http:
        async with http.post(local.url, data=text) as answer:
            assert (await answer.json())["error"]["code"] == -32700
        assert await local.request("eth_chainId", []) == hex(local.chain_id)
