"""HTML from templates, and the files that pages fetch. Whatever is put into a template is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).parent
_MESSAGES = _FOLDER.parent / "discord" / "html" / "style.css"
_TYPES = {".css": "text/css", ".js": "text/javascript"}
_TEMPLATES = Environment(
    loader=FileSystemLoader([_FOLDER / "templates", _FOLDER]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def rendered(template: str, **values: Any) -> Markup:
    """A template of `templates/`, or of a panel by its folder ("world/panel.html"), with these values."""
    return Markup(_TEMPLATES.get_template(template).render(**values))


@cache
def static_files() -> dict[str, Path]:
    """Styles and scripts by the path under which they are served: those of `static/`, of panels' folders, and the style
    of messages."""
    found = {"/static/messages.css": _MESSAGES}
    for file in sorted(_FOLDER.rglob("*")):
        if file.suffix in _TYPES:
            inside = file.relative_to(_FOLDER).as_posix()
            found[f"/static/{inside.removeprefix('static/')}"] = file
    return found


def files_of(panel: str) -> list[str]:
    """The paths of a panel's own styles and scripts for the window: those that stand in its folder itself."""
    return [path for path in static_files() if path.rpartition("/")[0] == f"/static/{panel}"]


def content_type(file: Path) -> str:
    """What a style or script is served as."""
    return _TYPES[file.suffix]
