"""What of a URL is a secret, and how secrets are taken out of texts."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.secrecy import HIDDEN, Redaction, secrets_of

KEY = "a1B2c3D4e5F6g7H8"


@pytest.mark.attack("secrets")
@pytest.mark.parametrize(
    ("url", "secret"),
    [
        (f"https://eth.example/v2/{KEY}", KEY),
        (f"https://eth.example/{KEY}/", KEY),
        (f"https://eth.example/rpc?apikey={KEY}&x=1", KEY),
        (f"https://eth.example/rpc#{KEY}", KEY),
        (f"https://ada:{KEY}@eth.example/", KEY),
        (f"https://{KEY}@eth.example/", KEY),
        (f"https://ada:{KEY}@eth.example/", b64encode(f"ada:{KEY}".encode()).decode()),
        ("https://ada:p%40ss%2Fword@eth.example/", "p@ss/word"),
        ("https://ada:p%40ss%2Fword@eth.example/", "p%40ss%2Fword"),
        (f"https://[not a host/{KEY}", f"https://[not a host/{KEY}"),
    ],
)
def test_what_only_the_owner_of_a_url_knows_is_hidden(url: str, secret: str) -> None:
    said = Redaction(secrets_of(url))(f"refused: {secret} is over its quota ({url})")
    assert secret not in said
    assert HIDDEN in said


@pytest.mark.parametrize("text", ["mainnet", "eth.example", "v2", "rpc", "chain 1", "header not found"])
def test_what_everybody_knows_of_a_url_stays(text: str) -> None:
    hidden = Redaction(secrets_of(f"https://eth.example/v2/mainnet/rpc/{KEY}"))
    assert hidden(f"said: {text}") == f"said: {text}"


@pytest.mark.attack("secrets")
@given(
    st.lists(st.text(min_size=4, max_size=12), min_size=1, max_size=4),
    st.text(max_size=20),
    st.randoms(use_true_random=False),
)
def test_no_secret_is_left_in_any_text(secrets: list[str], around: str, random: object) -> None:
    hidden = Redaction(secrets)
    for secret in secrets:
        if secret in HIDDEN:
            continue
        assert secret not in hidden(f"{around}{secret}{around}")
        assert (
            quote(secret, safe="") not in hidden(quote(secret, safe="")) or quote(secret, safe="") in HIDDEN
        )
