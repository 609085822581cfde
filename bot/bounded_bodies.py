"""Bodies that others send over HTTP, of which no more is read than one asks for."""

from aiohttp import StreamReader


async def bounded(content: StreamReader, most: int) -> bytes | None:
    """The body; None for one of more than so many bytes, of which no more is read."""
    parts, size = [], 0
    async for part in content.iter_any():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)
