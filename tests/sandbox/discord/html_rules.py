"""What every page of messages promises."""

from __future__ import annotations

from html.parser import HTMLParser

EMPTY = {"img", "hr", "input", "br", "meta"}
TAGS = EMPTY | {
    "a",
    "article",
    "b",
    "blockquote",
    "button",
    "code",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "header",
    "label",
    "li",
    "p",
    "pre",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "textarea",
    "time",
    "u",
    "ul",
}
ATTRIBUTES = {
    *("class", "id", "style", "href", "rel", "src", "alt", "name", "value", "type", "rows", "placeholder"),
    *("disabled", "multiple", "checked", "required", "minlength", "maxlength", "hidden", "download"),
    *("title", "target", "role", "tabindex"),
}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES or name.startswith(("data-", "aria-")), name
            if name == "href":
                assert value is not None
                assert value.startswith(("https://", "http://"))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def assert_well_formed(html: str) -> str:
    """Known tags and attributes only, each closed where it belongs, links to the web alone; returns the text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return "".join(reader.text)
