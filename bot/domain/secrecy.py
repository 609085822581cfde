"""What must not be shown to anybody, and how it is taken out of a text that may repeat it."""

from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

HIDDEN = "…"
_SHORTEST = 4
"""What is shorter stands in any text."""
_SHORTEST_PART = 12
"""So long parts of a path are taken for keys, and shorter ones (8) where digits are in them: not `mainnet`."""


class Redaction:
    """Takes secrets out of texts, however they are written there."""

    def __init__(self, secrets: Iterable[str]) -> None:
        written = {form for secret in secrets for form in _forms(secret)}
        # The longest first: a part of a secret must not be all that is taken out of it.
        self._forms = sorted(
            (form for form in written if len(form) >= _SHORTEST), key=lambda form: (-len(form), form)
        )

    def __call__(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text


def secrets_of(url: str) -> tuple[str, ...]:
    """What of a URL only its owner may know: user and password, the values of its query, and what in its path is like a
    key."""
    try:
        parts = urlsplit(url)
        user, password = parts.username or "", parts.password or ""
    except ValueError:
        return (url,)
    found = [unquote(user), unquote(password), *(value for _, value in parse_qsl(parts.query))]
    if user or password:
        found.append(b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode())
    found += [part for part in parts.path.split("/") if _is_like_a_key(part)]
    if parts.fragment:
        found.append(parts.fragment)
    return tuple(dict.fromkeys(each for each in found if each))


def _is_like_a_key(part: str) -> bool:
    return len(part) >= _SHORTEST_PART or (len(part) >= 8 and any(letter.isdigit() for letter in part))


def _forms(secret: str) -> Iterable[str]:
    """As it is, and as URLs, Python and JSON write it."""
    yield secret
    yield from (unquote(secret), quote(secret), quote(secret, safe=""), quote_plus(secret))
    yield repr(secret)[1:-1]
    yield repr(secret.encode())[2:-1]
    yield secret.encode("unicode_escape").decode()
