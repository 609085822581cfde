"""An author's text as HTML: its Markdown, of which only what is harmless is left."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from bot.wording.markup.plain_text import plain

_BELOW = 2
"""By so many levels headings are moved down: the page has two of its own above them."""
_LOWEST = 6
_TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ELSEWHERE = re.compile(r"https?://[^/]", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
# Only to other sites, by their whole address: what stands within ours the author doesn't know.
vars(_MARKDOWN)["validateLink"] = lambda url: _ELSEWHERE.match(url) is not None
_SANITIZER = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    link_rel="nofollow noopener noreferrer",
)


@lru_cache(maxsize=256)
def formatted(text: str) -> Markup:
    """Pictures become links, and HTML is text."""
    tokens = _MARKDOWN.parse(plain(text))
    for token in tokens:
        _move_down(token)
    return Markup(_SANITIZER.clean(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})))


def _move_down(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(_LOWEST, int(token.tag[1:]) + _BELOW)}"
