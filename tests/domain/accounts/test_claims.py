"""For whom a wallet counts on which chain, against a naive list of who came first."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.accounts.wallet import Wallet
from bot.domain.ids import Address, ChainId, GuildId, MemberId
from tests.storage.repositories.stored_world import START

CHAINS = [ChainId(number) for number in (1, 2, 3)]
WALLETS = [Address(f"0x{number:040x}") for number in (1, 2)]
MEMBERS = [MemberId(number) for number in (1, 2, 3)]

linked = st.builds(
    Wallet,
    st.just(GuildId(1)),
    st.sampled_from(MEMBERS),
    st.sampled_from(WALLETS),
    st.just(START),
    st.just(True),
    st.none() | st.frozensets(st.sampled_from(CHAINS), min_size=1),
)
steps = st.lists(linked, max_size=12)
rules = st.sets(st.sampled_from(CHAINS))


def naive(steps: list[Wallet], rule: set[ChainId]) -> dict[tuple[Address, ChainId], MemberId]:
    """Who has each wallet on each chain: a key all that nobody has before it, and nobody anything after it."""
    whose: dict[tuple[Address, ChainId], MemberId] = {}
    keys: dict[Address, MemberId] = {}
    contracts: dict[Address, set[MemberId]] = {}
    for wallet in steps:
        address, member = wallet.address, wallet.member
        others = contracts.setdefault(address, set()) - {member}
        if address in keys or (others and not rule):
            continue
        left = [chain for chain in CHAINS if (address, chain) not in whose]
        if wallet.chains is None:
            if others and not rule & set(left):
                continue
            keys[address] = member
            whose |= {(address, chain): member for chain in left}
        else:
            won = [chain for chain in left if chain in wallet.chains]
            whose |= {(address, chain): member for chain in won}
            contracts[address] |= {member} if won else set()
    return whose


@given(steps=steps, rule=rules, ahead=st.integers(0, 12))
def test_each_chain_of_an_address_counts_for_who_came_first_and_for_nobody_else(
    steps: list[Wallet], rule: set[ChainId], ahead: int
) -> None:
    claims = Claims(rule)
    for place, wallet in enumerate(steps):
        new = claims.unclaimed(wallet)
        if place < ahead:
            assert claims.add(new) == new
        else:
            before = list(claims)
            joined = claims.joined(new)
            assert list(claims) == before
            claims = joined
    expected = naive(steps, rule)
    for address in WALLETS:
        for chain in CHAINS:
            assert claims.member(address, chain) == expected.get((address, chain))
        for member in MEMBERS:
            on = claims.on(address, member)
            mine = {
                chain for (wallet, chain), whose in expected.items() if (wallet, whose) == (address, member)
            }
            assert (set(rule) if on is None else on & rule) == mine & rule


@given(steps=steps, rule=rules.filter(bool))
def test_what_is_taken_off_a_member_counts_for_nobody(steps: list[Wallet], rule: set[ChainId]) -> None:
    claims = Claims(rule)
    for wallet in steps:
        claims.add(claims.unclaimed(wallet))
    for gone in list(claims):
        without = [gone]
        if gone.chain is not None:
            assert claims.member(gone.wallet, gone.chain, without) is None
        on = claims.on(gone.wallet, gone.member, without)
        assert on is None or gone.chain is None or gone.chain not in on


def test_a_key_leaves_to_others_what_they_had_as_a_contract() -> None:
    ada, ben = MEMBERS[:2]
    claims = Claims(CHAINS, [Claim(WALLETS[0], CHAINS[0], ben), Claim(WALLETS[0], None, ada)])
    assert claims.on(WALLETS[0], ada) == {CHAINS[1], CHAINS[2]}
    assert claims.on(WALLETS[0], ben) == {CHAINS[0]}
    assert claims.members(WALLETS[0]) == {ada, ben}
