"""HTML as a list of elements, to compare a page with what it should show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = {"img", "hr", "input", "br", "meta", "link"}


@dataclass
class Element:
    """A tag with its attributes and all the text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def has(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def walk(self) -> Iterator[Element]:
        """Itself and everything in it, in reading order."""
        yield self
        for each in self.inside:
            yield from each.walk()

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """All in it of a tag with these attributes; a name's underscores are hyphens, `klass` is a class."""
        wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
        klass = wanted.pop("klass", None)
        return [
            each
            for each in self.walk()
            if (not tag or each.tag == tag)
            and (klass is None or klass in each.classes)
            and wanted.items() <= each.attributes.items()
        ]

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only one."""
        (found,) = self.all(tag, **attributes)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in EMPTY:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, tag

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each.text += data


def parsed(html: str) -> Element:
    """The document; every tag in it must be closed where it belongs."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
