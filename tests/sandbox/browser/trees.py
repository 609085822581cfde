"""Components as bots may send them, at random, within what Discord takes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

WORDS = st.text(alphabet="abcXYZ <>&\"'éß漢👍/;=", min_size=1, max_size=24).map(str.strip).filter(bool)
PLAIN = st.text(alphabet="abcdefgh <>&\"'", min_size=1, max_size=40).map(lambda text: f"t{text.strip()}")
"""Text in which nothing is a mark."""
URLS = st.sampled_from(
    ["https://example.org/a?b=1&c=2", "http://127.0.0.1:9/x", 'https://example.org/"quoted"']
)
EMOJI = st.none() | st.sampled_from(["👍", "🔒"]).map(lambda name: {"name": name})
TEXT = st.builds(lambda content: {"type": 10, "content": content}, PLAIN)
_OPTION = st.fixed_dictionaries(
    {"label": WORDS, "value": WORDS},
    optional={"description": WORDS, "default": st.booleans(), "emoji": EMOJI},
)
OPTIONS = st.lists(_OPTION, min_size=1, max_size=6, unique_by=lambda option: option["value"])


def _numbered(kind: int, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """A component with a custom id of its own (made unique later)."""
    return st.fixed_dictionaries({"type": st.just(kind), "custom_id": WORDS, **parts})


PRESSED = _numbered(2, style=st.integers(1, 4), label=WORDS, disabled=st.booleans(), emoji=EMOJI)
LINKED = st.fixed_dictionaries(
    {"type": st.just(2), "style": st.just(5), "label": WORDS, "url": URLS, "disabled": st.booleans()}
)
BUTTON = PRESSED | LINKED


PREMIUM = st.fixed_dictionaries(
    {"type": st.just(2), "style": st.just(6), "sku_id": st.integers(1, 2**63).map(str)}
)
BUTTON |= PREMIUM
_NAMED = {5: ["user"], 6: ["role"], 7: ["user", "role"], 8: ["channel"]}
"""What menus of each kind can have chosen at first."""


@st.composite
def _menu(draw: st.DrawFn, kinds: tuple[int, ...] = (3, 5, 6, 7, 8)) -> Json:
    kind = draw(st.sampled_from(kinds))
    menu: Json = {"type": kind, "custom_id": draw(WORDS), "disabled": draw(st.booleans())}
    if placeholder := draw(st.none() | WORDS):
        menu["placeholder"] = placeholder
    if kind == 3:
        menu["options"] = draw(OPTIONS)
        menu["max_values"] = draw(st.integers(1, len(menu["options"])))
        menu["min_values"] = draw(st.integers(0, menu["max_values"]))
    else:
        menu["max_values"] = draw(st.integers(1, 25))
        menu["min_values"] = draw(st.integers(0, menu["max_values"]))
        named = st.fixed_dictionaries(
            {"id": st.integers(1, 2**63).map(str), "type": st.sampled_from(_NAMED[kind])}
        )
        menu["default_values"] = draw(st.lists(named, max_size=min(3, menu["max_values"])))
    if kind == 8:
        menu["channel_types"] = draw(st.lists(st.sampled_from([0, 5, 15]), unique=True))
    return menu


MENU = _menu()
ROW = st.lists(BUTTON, min_size=1, max_size=5).map(
    lambda inside: {"type": 1, "components": inside}
) | MENU.map(lambda menu: {"type": 1, "components": [menu]})
_MEDIUM = st.fixed_dictionaries(
    {"media": URLS.map(lambda url: {"url": url}), "description": st.none() | WORDS, "spoiler": st.booleans()}
)
_THUMBNAIL = _MEDIUM.map(lambda medium: {"type": 11, **medium})
SECTION = st.builds(
    lambda inside, beside: {"type": 9, "components": inside, "accessory": beside},
    st.lists(TEXT, min_size=1, max_size=3),
    BUTTON | _THUMBNAIL,
)
GALLERY = st.lists(_MEDIUM, min_size=1, max_size=4).map(lambda items: {"type": 12, "items": items})
SEPARATOR = st.fixed_dictionaries(
    {"type": st.just(14), "divider": st.booleans(), "spacing": st.sampled_from([1, 2])}
)
FILE = st.fixed_dictionaries(
    {"type": st.just(13), "file": URLS.map(lambda url: {"url": url}), "spoiler": st.booleans()}
)
INSIDE = ROW | TEXT | SECTION | GALLERY | SEPARATOR | FILE
CONTAINER = st.fixed_dictionaries(
    {
        "type": st.just(17),
        "components": st.lists(INSIDE, min_size=1, max_size=5),
        "accent_color": st.none() | st.integers(0, 0xFFFFFF),
        "spoiler": st.booleans(),
    }
)
BY_KIND: dict[int, st.SearchStrategy[Json]] = {
    1: ROW,
    2: BUTTON,
    **{kind: _menu((kind,)) for kind in (3, 5, 6, 7, 8)},
    9: SECTION,
    10: TEXT,
    11: _THUMBNAIL,
    12: GALLERY,
    13: FILE,
    14: SEPARATOR,
    17: CONTAINER,
}
"""Each kind that a message can have, by Discord's number."""
TREES = st.lists(INSIDE | CONTAINER, min_size=1, max_size=5)
