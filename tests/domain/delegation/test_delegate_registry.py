"""Delegation by wallet: with whose ballot a wallet's power counts, against a naive walk."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.delegation.delegate_registry import (
    LONGEST_SPACE,
    DelegateRegistry,
    WalletDelegation,
    WalletDelegations,
)
from bot.domain.errors import BadPolicy
from bot.domain.ids import Address, ChainId, MemberId
from bot.domain.policy.model import DelegationRule, preset
from bot.domain.policy.toml.file import checked
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.power import Erc20
from tests.fakes import account
from tests.said import said

HERE, ELSEWHERE = ChainId(1), ChainId(2)
REGISTRY = {"chain": HERE, "contract": account("registry"), "space": "safe.eth"}
WALLETS = [Address(f"0x{number:040x}") for number in range(1, 9)]
MEMBERS = [MemberId(number) for number in range(1, 5)]

wallets, members = st.sampled_from(WALLETS), st.sampled_from(MEMBERS)


def naive(
    wallet: Address,
    delegate_of: Mapping[Address, Address],
    claims: Mapping[Address, MemberId],
    elsewhere: set[Address],
    apart: set[Address],
    delegating: set[MemberId],
    voters: set[MemberId],
) -> MemberId | None:
    """Who votes with what a wallet delegated, by the words of the rule. `elsewhere`: proved on other chains alone;
    `apart`: what they give by their delegation can't be what they give there."""
    if wallet not in delegate_of:
        return None
    owner = None if wallet in elsewhere & apart else claims.get(wallet)
    if owner is not None and (owner in voters or owner in delegating):
        return None
    delegate = delegate_of[wallet]
    if delegate in elsewhere or delegate not in claims:
        return None
    voter = claims[delegate]
    return voter if voter in voters and voter != owner else None


@given(
    delegate_of=st.dictionaries(wallets, wallets),
    claims=st.dictionaries(wallets, members),
    elsewhere=st.sets(wallets),
    contracts=st.sets(wallets),
    one_chain=st.booleans(),
    delegating=st.sets(members),
    voters=st.sets(members),
    asked=st.none() | st.lists(wallets, unique=True),
)
def test_a_wallets_power_counts_as_one_finds_it_who_goes_from_the_wallet_to_its_delegate(
    delegate_of: dict[Address, Address],
    claims: dict[Address, MemberId],
    elsewhere: set[Address],
    contracts: set[Address],
    one_chain: bool,
    delegating: set[MemberId],
    voters: set[MemberId],
    asked: list[Address] | None,
) -> None:
    found = WalletDelegations(
        HERE,
        [WalletDelegation(wallet, to, contract=wallet in contracts) for wallet, to in delegate_of.items()],
        one_chain=one_chain,
    )
    apart = set(WALLETS) if one_chain else contracts
    proved = {wallet: ELSEWHERE if wallet in elsewhere else HERE for wallet in (*elsewhere, WALLETS[0])}
    claimed = Claims(
        [HERE, ELSEWHERE], [Claim(wallet, proved.get(wallet), member) for wallet, member in claims.items()]
    )
    routes = found.routes(claimed, delegating, asked)
    counted = {route.wallet: route.to for route in routes if route.counts(voters)}
    assert counted == {
        wallet: voter
        for wallet in WALLETS
        if (voter := naive(wallet, delegate_of, claims, elsewhere, apart, delegating, voters)) is not None
        and (asked is None or delegate_of[wallet] in asked)
    }


@pytest.mark.attack("linking")
@pytest.mark.parametrize("voters", [{1, 2}, {1, 3}, {1, 2, 3}])
def test_what_counts_for_several_members_goes_to_no_delegate_as_a_whole(voters: set[int]) -> None:
    """A key that lends its address to code, by which another member has proved it on some chain."""
    wallet, delegate = WALLETS[:2]
    found = WalletDelegations(HERE, [WalletDelegation(wallet, delegate, contract=False)])
    claims = Claims([HERE, ELSEWHERE], [Claim(delegate, None, MemberId(1))])
    assert len(list(found.routes(claims, []))) == 1
    claims.add([Claim(wallet, ELSEWHERE, MemberId(2)), Claim(wallet, None, MemberId(3))])
    assert [route for route in found.routes(claims, []) if route.counts(set(map(MemberId, voters)))] == []


def test_the_id_of_a_space_is_its_name_and_then_zeros() -> None:
    ids = DelegateRegistry(**REGISTRY).ids
    assert ids == (b"safe.eth" + bytes(24), bytes(32))


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "space",
    ["", " ", "safe eth", "safe.eth\n", "sаfe.eth", "s" * (LONGEST_SPACE + 1), "\x00", "safe\x7f", "🏛"],
)
def test_what_can_be_the_name_of_no_space_is_refused(space: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DelegateRegistry(**{**REGISTRY, "space": space})
    assert refused.value.errors()[0]["loc"] == ("space",)


@pytest.mark.attack("files")
@pytest.mark.parametrize(
    "power",
    [
        {"curve": "root"},
        {"cap": 10},
        {"combine": "max"},
        {"sources": (Erc20(chain=HERE, contract=account("token"), cap=5),)},
    ],
)
def test_a_registry_needs_power_by_which_nobody_gains_who_splits_tokens_over_wallets(power: dict) -> None:
    base = preset("delegated")
    policy = base.model_copy(
        update={
            "delegation": DelegationRule(registry=DelegateRegistry(**REGISTRY)),
            "power": base.power.model_copy(update=power),
        }
    )
    with pytest.raises(BadPolicy) as refused:
        checked(policy)
    assert "delegation.registry" in said(refused.value)
    assert checked(policy.model_copy(update={"power": base.power})) is not None


def test_a_policy_without_a_registry_keeps_its_hash() -> None:
    assert "registry" not in policy_toml(preset("delegated"))
