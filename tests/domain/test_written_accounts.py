"""What people write for an account means one thing, or is refused."""

import string

import pytest
from eth_utils.address import to_checksum_address
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts.accounts import (
    ByAddress,
    ByEns,
    ByLabel,
    ByMember,
    NamedAccount,
    NamedBy,
    ens_name,
    is_label,
    mentioned,
    prefixes,
    written,
)
from bot.domain.errors import BadAddress
from bot.domain.ids import Address, ChainId, MemberId, address
from tests.said import raises_saying

VITALIK = Address("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045")
raw_accounts = st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex())


@given(raw_accounts)
def test_an_address_is_that_address_with_or_without_its_chain(raw: str) -> None:
    account = address(raw)
    assert written(raw) == written(f"  {account}\n") == ByAddress(account)
    assert written(f"eth:{raw}") == ByAddress(account, "eth")


@given(raw_accounts, st.data())
def test_an_address_of_which_one_letter_is_wrong_is_refused(raw: str, data: st.DataObject) -> None:
    account = to_checksum_address(raw)
    letters = [place for place, sign in enumerate(account) if place > 1 and sign.isalpha()]
    if len({account[place].isupper() for place in letters}) < 2:
        return
    place = data.draw(st.sampled_from(letters))
    wrong = account[:place] + account[place].swapcase() + account[place + 1 :]
    if wrong[2:] in (wrong[2:].lower(), wrong[2:].upper()):
        return
    for text in (wrong, f"eth:{wrong}"):
        with raises_saying(BadAddress, "checksum"):
            written(text)


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_mention_is_that_member(member: int) -> None:
    assert written(f"<@{member}>") == written(f"<@!{member}>") == ByMember(MemberId(member))


@given(st.text(max_size=60))
def test_whatever_is_written_means_one_thing_or_is_refused(text: str) -> None:
    try:
        meant = written(text)
    except BadAddress:
        return
    match meant:
        case ByAddress(account=account):
            assert account.lower() in text.lower()
        case ByEns(name=name):
            assert name == text.strip().lower()
        case ByLabel(label=label):
            assert label == text.strip()
        case ByMember(member=member):
            assert str(member) in text or int(text.strip("<@!> ")) == member


labels = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)


@given(st.lists(labels, min_size=2, max_size=4))
def test_a_name_is_looked_up_in_small_letters(parts: list[str]) -> None:
    name = ".".join(parts)
    if name.startswith("0x"):
        return
    assert written(name.upper() if not name.upper().startswith("0X") else name) == ByEns(name)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "name",
    [
        "vitаlik.eth",
        "vіtalik.eth",
        "ｖitalik.eth",
        "vitalik。eth",
        "vitalik．eth",
        "vitalik\u200b.eth",
        "vitalik\u00ad.eth",
        "\u202evitalik.eth",
        "vita\u0301lik.eth",
        "vitalıK.eth",
        "vitalİk.eth",
        "xn--vitalik-abc.eth",
        "ab--cd.eth",
        "νitalik.eth",
        "vitalik.eťh",
        "vitalik..eth",
        ".vitalik.eth",
        "vitalik.eth.",
        "vita lik.eth",
        "vita_lik.eth",
        "vitalik.eth\x00",
        "vitalik.eth/",
        "https://vitalik.eth",
        "vitalik.eth?x=1",
        "vitalik.eth:0x00",
        "’vitalik’.eth",
        "1⁄2.eth",
        "𝐯italik.eth",
        "v1tаlik.eth",
        "🦄.eth",
        "a" * 97 + ".eth",
        "eth",
    ],
)
def test_a_name_that_could_be_taken_for_another_is_not_looked_up(name: str) -> None:
    with pytest.raises(BadAddress):
        ens_name(name)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0x",
        "0x00",
        f"{VITALIK}0",
        VITALIK[:-1],
        VITALIK[2:],
        f"0X{VITALIK[2:]}",
        f"{VITALIK[:10]} {VITALIK[10:]}",
        f"{VITALIK[:20]}\u200b{VITALIK[20:]}",
        VITALIK.replace("0x", "0х"),
        VITALIK.replace("A", "А"),
        f"eth:{VITALIK[:-1]}",
        f"eth:eth:{VITALIK}",
        f":{VITALIK}",
        f"eth:{VITALIK} 1",
        f"{VITALIK},{VITALIK}",
        f"{VITALIK[:6]}…{VITALIK[-4:]}",
        "<@>",
        "<@12 34>",
        "<@&1234>",
        "<#1234>",
        "<@1234",
        "@vitalik",
        "<@99999999999999999999>",
        "two words",
        "-treasury",
        "1treasury",
        "trеasury",
        "treasury\u200b",
        "to",
        "value",
        "None",
        "x" * 33,
    ],
)
def test_what_is_no_account_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        written(text)


def test_what_is_called_as_a_word_of_action_lines_is_no_entry_of_the_address_book() -> None:
    assert is_label("treasury")
    assert is_label("RIVER-2")
    assert not any(map(is_label, ("to", "Value", "function", "none", "0xabc", "a.b", "")))


def test_an_address_may_stand_behind_the_short_name_the_number_or_the_operators_name_of_its_chain() -> None:
    assert prefixes(ChainId(1), "Mainnet") == ("eth", "1", "Mainnet")
    assert prefixes(ChainId(31337), "local") == ("31337", "local")


def test_a_name_stays_with_an_address_that_is_still_there_and_goes_with_it() -> None:
    named = NamedAccount(VITALIK, "vitalik.eth", NamedBy.ENS, 7)
    assert mentioned([named], f"transfer 1 ETH to {VITALIK}") == (named,)
    assert mentioned([named], f"transfer 1 ETH to {VITALIK.lower()[:-1]}0") == ()
