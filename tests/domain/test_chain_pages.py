"""Links to block explorers and front ends: of well-known chains, and of those that the operator names."""

from bot.domain.accounts.chain_pages import PagesOfAChain, chain_pages_of
from bot.domain.accounts.short_names import safe_app_page
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.wording.accounts.short_forms import ShortForms
from bot.wording.markup.discord_markup import DiscordMarkup

ADA = Address("0x52908400098527886E0F7030069857D2E4169EE7")
HASH = TransactionHash("0x" + "ab" * 32)
MAINNET, OWN, UNKNOWN = ChainId(1), ChainId(31337), ChainId(99999)
PAGES = chain_pages_of(
    {
        MAINNET: PagesOfAChain(),
        OWN: PagesOfAChain(
            "https://own.example/",
            "https://safes.example/tx?safe=own:{account}&id={hash}",
            "https://votes.example/{account}/proposal/{proposal}",
        ),
        UNKNOWN: PagesOfAChain(),
    }
)


def test_a_well_known_chain_has_its_explorer_and_a_setting_goes_before_it() -> None:
    assert PAGES.account(MAINNET, ADA) == f"https://etherscan.io/address/{ADA}"
    assert PAGES.transaction(OWN, HASH) == f"https://own.example/tx/{HASH}"
    assert PAGES.account(UNKNOWN, ADA) is None
    assert chain_pages_of({MAINNET: PagesOfAChain("https://other.example")}).account(MAINNET, ADA) == (
        f"https://other.example/address/{ADA}"
    )


def test_an_address_by_its_ends_leads_to_the_whole_of_it() -> None:
    markup = DiscordMarkup(PAGES).telling_apart(ShortForms())
    assert markup.on_chain(MAINNET, short=True).account(ADA) == (
        f"[`0x5290…9EE7`](https://etherscan.io/address/{ADA})"
    )
    assert markup.on_chain(MAINNET).account(ADA) == f"[`{ADA}`](https://etherscan.io/address/{ADA})"
    assert markup.on_chain(MAINNET, short=True, linked=False).account(ADA) == "`0x5290…9EE7`"
    assert markup.on_chain(UNKNOWN, short=True).account(ADA) == "`0x5290…9EE7`"
    assert markup.account(ADA) == f"`{ADA}`"


def test_a_transaction_is_shown_in_full_where_no_explorer_is_known() -> None:
    markup = DiscordMarkup(PAGES)
    assert markup.transaction(HASH, MAINNET) == f"[`0xabababab…abab`](https://etherscan.io/tx/{HASH})"
    assert markup.transaction(HASH, UNKNOWN) == f"`{HASH}`"


def test_a_transaction_of_a_safe_is_found_in_its_app_on_chains_with_a_short_name() -> None:
    assert safe_app_page(MAINNET, ADA, HASH) == (
        f"https://app.safe.global/transactions/tx?safe=eth:{ADA}&id=multisig_{ADA}_{HASH}"
    )
    assert safe_app_page(UNKNOWN, ADA, HASH) is None


def test_the_operators_page_of_a_safe_goes_before_safes_own_app() -> None:
    markup = DiscordMarkup(PAGES)
    assert markup.safe_page(OWN, ADA, HASH) == f"https://safes.example/tx?safe=own:{ADA}&id={HASH}"
    assert markup.safe_page(MAINNET, ADA, HASH) == safe_app_page(MAINNET, ADA, HASH)
    assert markup.safe_page(UNKNOWN, ADA, HASH) is None


def test_a_proposal_on_a_governor_is_found_where_the_operator_says() -> None:
    markup = DiscordMarkup(PAGES)
    assert markup.governor_page(OWN, ADA, "17") == f"https://votes.example/{ADA}/proposal/17"
    assert markup.governor_page(MAINNET, ADA, "17") is None
