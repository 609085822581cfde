"""What contracts and nodes write, made fit to be seen. None of it can be trusted."""

import unicodedata


def visible(text: str) -> str:
    """Text in one line without control, direction, zero-width and private characters; "?" if nothing is left."""
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if unicodedata.category(char)[0] != "C" or char.isspace()
    )
    return " ".join(kept.split()) or "?"
