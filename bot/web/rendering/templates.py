"""HTML from templates. Everything that is put into one is escaped, and our own marks become tags
(`bot.wording.markup.html_markup`)."""

import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.web.rendering.conviction_plot import plotted
from bot.wording.markup.html_markup import html

_FOLDER = Path(__file__).parents[1]
_ROOMS = sorted({template.parent for template in (_FOLDER / "pages").rglob("*.html")})
"""Where templates of pages stand."""
_TYPES = {".css": "text/css", ".js": "text/javascript"}


def _finished(value: object) -> object:
    return Markup(html(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


_TEMPLATES = Environment(
    loader=FileSystemLoader([_FOLDER, *_ROOMS]),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_finished,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["plotted"] = plotted

STATIC: dict[str, tuple[bytes, str]] = {}
"""Style and scripts, by the path under which they are served, with their types. The path has a hash of the content, so
that browsers may keep them."""
_PATHS: dict[str, str] = {}
for _file in sorted((_FOLDER / "static").iterdir()):
    if _file.suffix in _TYPES:
        _content = _file.read_bytes()
        _PATHS[_file.name] = f"/static/{hashlib.sha256(_content).hexdigest()[:16]}/{_file.name}"
        STATIC[_PATHS[_file.name]] = (_content, _TYPES[_file.suffix])


def rendered(template: str, **values: Any) -> str:
    return _TEMPLATES.get_template(template).render(static=_PATHS, **values)
