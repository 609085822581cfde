"""Files of a space's past, taken apart and put together again otherwise."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.canonical import canonical_json, content_hash


def parts_of(file: bytes) -> dict[str, bytes]:
    """What `tar` makes of it, records decompressed."""
    with tarfile.open(fileobj=io.BytesIO(file), mode="r:") as archive:
        found = {}
        for each in archive:
            content = archive.extractfile(each)
            assert content is not None
            data = content.read()
            found[each.name] = gzip.decompress(data) if each.name.endswith(".gz") else data
    return found


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts, in their order."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in parts.items():
            data = gzip.compress(content, 1, mtime=0) if name.endswith(".gz") else content
            head = tarfile.TarInfo(name)
            head.size = len(data)
            archive.addfile(head, io.BytesIO(data))
    return file.getvalue()


def forged(file: bytes, name: str, change: Callable[[Any], None]) -> bytes:
    """The file with one of its documents changed, and a manifest that has the new hash."""
    parts = parts_of(file)
    document, manifest = json.loads(parts[name]), json.loads(parts["manifest.json"])
    old = content_hash(parts[name])
    change(document)
    parts[name] = canonical_json(document)
    if name != "manifest.json":
        for entry in manifest["votes"]:
            if entry["sha256"] == old:
                entry["sha256"] = content_hash(parts[name])
        parts["manifest.json"] = canonical_json(manifest)
    return packed(parts)
