"""What each answer tells the browser to keep to."""

from bot.domain.accounts.sign_in_text import Site

ASKED_AGAIN = "private, no-cache"
"""For what has a tag: who has it may keep it, and asks each time whether it is still that."""
KEPT_FOR_LONG = "public, max-age=31536000, immutable"

SERVER_NAME = "folkmoot"


def headers_of(site: Site, login: str) -> dict[str, str]:
    """`login` is where a form may lead besides our own pages. Pictures within an address (`data:`) are the icons that
    wallets announce themselves with."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": f"'self' {login}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        # Within our pages the browser says where it comes from, as the check of forms needs; outside nobody learns it.
        "Referrer-Policy": "same-origin",
        # Some wallets sign in a window of their own, which has to answer.
        "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Cache-Control": "no-store",
        "Server": SERVER_NAME,
    }
    if site.scheme == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers
