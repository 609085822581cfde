"""What is sent once enough owners have signed."""

from dataclasses import replace

import pytest

from bot.chain.chains import EvmChain
from bot.domain.executors import SafeExecutor
from bot.domain.ids import Address
from sandbox.chain.safe import deploy_safe, typed_data_hash
from tests.execution.safe.signing.signing_desk import (
    CHAIN,
    VERSIONS,
    Desk,
    asked,
    by_message,
    executed,
    plain,
    several,
)
from tests.execution.treasury import Treasury


async def asked_of(treasury: Treasury, chain: EvmChain, version: str, number: int) -> Desk:
    """The same of a Safe of that version, which anybody may tell to execute."""
    local = treasury.local
    safe = await deploy_safe(local, owners=treasury.owners, threshold=2, salt=9, code=VERSIONS[version])
    await local.fund(safe.address, 10**19)
    await local.fund(local.account("anybody"), 10**18)
    await treasury.dollar.send("airdrop", [safe.address], [10**9], sender=local.deployer)
    assert await safe.contract.call("VERSION") == version.removesuffix(" L2")
    executor = SafeExecutor(chain=CHAIN, address=Address(safe.address))
    return await asked(replace(treasury, safe=safe), chain, executor, several(treasury)[:number])


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("version", VERSIONS)
async def test_what_is_offered_once_enough_have_signed_executes_it(
    treasury: Treasury, chain: EvmChain, version: str, number: int
) -> None:
    desk = await asked_of(treasury, chain, version, number)
    first, _, third = treasury.owners
    assert typed_data_hash(dict((await desk.signing()).document)) == desk.digest
    signatures = [await desk.taken(by_message(third, desk.digest))]
    assert (await desk.signing(*signatures)).ready is None
    signatures.append(await desk.taken(plain(first, desk.digest)))
    signing = await desk.signing(*signatures)
    assert set(signing.signed) == {first.address, third.address}
    await executed(desk, signing)


async def test_an_approval_on_chain_counts_together_with_signatures(desk: Desk) -> None:
    local, (first, second, _) = desk.treasury.local, desk.treasury.owners
    for account in (first, local.account("anybody")):
        await local.fund(account, 10**18)
    await desk.treasury.safe.contract.send("approveHash", desk.digest, sender=first)
    signing = await desk.signing(await desk.taken(plain(second, desk.digest)))
    assert set(signing.signed) == {first.address, second.address}
    await executed(desk, signing)


async def test_what_has_others_before_it_is_not_offered_yet(desk: Desk, chain: EvmChain) -> None:
    following = await asked(
        desk.treasury, chain, desk.treasury.executor, desk.actions, (desk.request.payload,)
    )
    signed = [await following.taken(plain(owner, following.digest)) for owner in desk.treasury.owners]
    signing = await following.signing(*signed)
    assert (len(signing.signed), signing.first, signing.ready) == (3, 0, None)
