"""Atom (RFC 4287): a list of entries, as feed readers take it."""

import re
from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree

import msgspec

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters of which XML knows no way to write them."""


class Entry(msgspec.Struct, frozen=True):
    url: str
    """Where it is read, which is what it is known by."""
    title: str
    author: str
    published: datetime
    updated: datetime


def atom(url: str, page: str, title: str, began: datetime, entries: Sequence[Entry]) -> bytes:
    """The feed that is at `url`, of what is on that page. `began`: its time while it has no entries."""
    feed = ElementTree.Element("feed", xmlns=_NAMESPACE)
    _add(feed, "id", page)
    _add(feed, "title", title)
    _add(feed, "updated", _time(max((each.updated for each in entries), default=began)))
    ElementTree.SubElement(feed, "link", rel="self", href=url)
    ElementTree.SubElement(feed, "link", rel="alternate", href=page)
    for each in entries:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", each.url)
        _add(entry, "title", each.title)
        _add(entry, "published", _time(each.published))
        _add(entry, "updated", _time(each.updated))
        _add(ElementTree.SubElement(entry, "author"), "name", each.author)
        ElementTree.SubElement(entry, "link", rel="alternate", href=each.url)
    made: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _NOT_XML.sub("\ufffd", text)


def _time(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
