"""Owners sign without anybody's service: what they sign, what counts, and what is sent to the chain in the end."""

import dataclasses
from typing import Any

import pytest
from eth_account.messages import encode_typed_data
from msgspec.structs import replace

from bot.chain.chains import EvmChain
from bot.domain.errors import CodeChanged, RequestMismatch
from bot.execution.safe.multi_send import multi_send
from bot.execution.safe.transaction import SafeTx
from sandbox.chain.safe import typed_data_hash
from tests.execution.safe.signing.signing_desk import CHAIN, FORMS, PAY, Desk, asked, several
from tests.execution.treasury import Treasury


@pytest.mark.parametrize("number", [1, 2])
async def test_what_a_wallet_is_shown_hashes_to_what_the_safe_asks_for(
    treasury: Treasury, chain: EvmChain, number: int
) -> None:
    desk = await asked(treasury, chain, treasury.executor, several(treasury)[:number])
    signing = await desk.signing()
    assert typed_data_hash(dict(signing.document)) == desk.digest
    message = encode_typed_data(full_message=dict(signing.document))
    assert "0x" + message.header.hex() == signing.domain_hash
    assert "0x" + message.body.hex() == signing.message_hash
    assert signing.whole_hash == desk.request.payload.safe_tx_hash
    transaction = desk.request.payload
    of_contract = await treasury.safe.transaction_hash(
        transaction.to, transaction.value, bytes.fromhex(transaction.data[2:]), transaction.operation
    )
    assert of_contract == desk.digest


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "altered",
    [
        {"to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
        {"value": 10**18 + 1},
        {"data": "0xdeadbeef"},
        {"operation": 1},
        {"nonce": 1},
        {"safe_tx_hash": "0x" + "ab" * 32},
        {"data": multi_send([PAY]), "operation": 1, "value": 0},
    ],
    ids=str,
)
async def test_what_is_not_what_was_voted_on_is_not_offered(desk: Desk, altered: dict[str, Any]) -> None:
    request = replace(desk.request, payload=dataclasses.replace(desk.request.payload, **altered))
    with pytest.raises(RequestMismatch):
        await desk.safes.signing(request, desk.actions, desk.opened)


@pytest.mark.attack("database")
@pytest.mark.parametrize("field", ["to", "value", "data"])
async def test_what_is_altered_together_with_its_hash_is_not_offered(desk: Desk, field: str) -> None:
    """Whoever writes into the database can make a transaction and its hash agree, but not with what was voted on."""
    changes: dict[str, Any] = {"to": desk.treasury.dollar.address, "value": 1, "data": "0x00"}
    payload = dataclasses.replace(desk.request.payload, **{field: changes[field]})
    made = SafeTx.of(payload).hash(CHAIN, desk.request.executor.address)
    payload = dataclasses.replace(payload, safe_tx_hash="0x" + made.hex())
    with pytest.raises(RequestMismatch):
        await desk.safes.signing(replace(desk.request, payload=payload), desk.actions, desk.opened)


@pytest.mark.attack("actions")
async def test_a_batch_that_would_run_other_code_is_not_offered(treasury: Treasury, chain: EvmChain) -> None:
    desk = await asked(treasury, chain, treasury.executor, several(treasury))
    payload = dataclasses.replace(desk.request.payload, to=treasury.registry.address)
    made = SafeTx.of(payload).hash(CHAIN, treasury.address)
    request = replace(desk.request, payload=dataclasses.replace(payload, safe_tx_hash="0x" + made.hex()))
    with pytest.raises(RequestMismatch):
        await desk.safes.signing(request, desk.actions, desk.opened)


@pytest.mark.attack("actions")
async def test_what_would_run_other_code_than_when_the_vote_opened_is_not_offered(
    treasury: Treasury, chain: EvmChain
) -> None:
    desk = await asked(treasury, chain, treasury.executor, several(treasury))
    called = tuple(
        dataclasses.replace(
            each, code=tuple(dataclasses.replace(code, hash="0x" + "00" * 32) for code in each.code)
        )
        for each in desk.opened.called
    )
    with pytest.raises(CodeChanged):
        await desk.safes.signing(desk.request, desk.actions, dataclasses.replace(desk.opened, called=called))


@pytest.mark.parametrize("form", FORMS)
async def test_every_form_of_an_owners_signature_becomes_the_one_that_the_safe_takes(
    desk: Desk, form: str
) -> None:
    for owner in desk.treasury.owners:
        taken = await desk.taken(FORMS[form](owner, desk.digest))
        assert taken.owner == owner.address
        assert await desk.accepted(taken.signature)
        assert (await desk.signing(taken)).signed == (owner.address,)
