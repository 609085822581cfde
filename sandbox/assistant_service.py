"""An endpoint like OpenAI's chat completions whose model obeys whatever it is told, by whoever wrote it.

A text that says `answer exactly with BASE64` gets what that is the Base64 of as the model's answer, and one that says
`respond exactly with BASE64` as the whole body of the response; `repeated N times` where it says so. Of any other text
it summarizes the first and the last sentence, finds that every principle speaks for the proposal by the sentence with
which it has most words in common, and translates nothing.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

_ORDER = re.compile(r"(answer|respond) exactly with ([A-Za-z0-9+/=]+)(?: repeated ([0-9]{1,7}) times)?")
_WORD = re.compile(r"\w{4,}")
_TOKENS = 500
MODEL = "sandbox-model"
"""By which name a bot knows it."""


class AssistantService:
    """A running endpoint. `url` is the base that ends in /v1."""

    def __init__(self, key: str) -> None:
        self.url = ""
        self.asked: list[dict[str, Any]] = []
        """Every question, as it came."""
        self.status = 200
        """What it answers with, from the next question on."""
        self.headers: dict[str, str] = {}
        """What it says beside that."""
        self._key = key

    @classmethod
    @asynccontextmanager
    async def serve(cls, *, key: str = "") -> AsyncIterator[AssistantService]:
        """`key`: the bearer token that questions must carry; without it any is accepted, and none."""
        service = cls(key)
        application = web.Application(client_max_size=1024 * 1024)
        application.router.add_post("/v1/chat/completions", service._answer)
        runner = web.AppRunner(application)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            host, port = runner.addresses[0][:2]
            service.url = f"http://{host}:{port}/v1"
            yield service
        finally:
            await runner.cleanup()

    @property
    def settings(self) -> dict[str, str]:
        """With which a bot asks it."""
        return {
            "FOLKMOOT_ASSISTANT": "openai",
            "FOLKMOOT_ASSISTANT_URL": self.url,
            "FOLKMOOT_ASSISTANT_MODEL": MODEL,
        }

    async def _answer(self, request: web.Request) -> web.Response:
        if self._key and request.headers.get("Authorization") != f"Bearer {self._key}":
            return web.json_response({"error": {"message": "Incorrect API key provided."}}, status=401)
        question = await request.json()
        self.asked.append(question)
        written = question["messages"][-1]["content"]
        if (order := _ORDER.search(written)) is None:
            return self._response(json.dumps(_completion(_honest(written))).encode())
        said = base64.b64decode(order[2]) * int(order[3] or 1)
        if order[1] == "respond":
            return self._response(said)
        return self._response(json.dumps(_completion(said.decode("utf-8", "surrogatepass"))).encode())

    def _response(self, body: bytes) -> web.Response:
        headers = {"Content-Type": "application/json", **self.headers}
        return web.Response(body=body, status=self.status, headers=headers)


def _honest(written: str) -> str:
    given = json.loads(written)
    said: Any = given
    if isinstance(given, list):
        ends = [given[0], given[-1]]
        said = {"sentences": [{"text": each["text"], "sources": [each["number"]]} for each in ends]}
    elif "principles" in given:
        said = {
            "reasons": [
                {
                    "principle": each["number"],
                    "leaning": "for",
                    "sources": [_nearest(each, given["sentences"])],
                }
                for each in given["principles"]
            ]
        }
    return json.dumps(said, ensure_ascii=False)


def _nearest(principle: dict[str, Any], sentences: list[dict[str, Any]]) -> int:
    """The number of the first sentence that has most words in common with the principle."""
    words = _words(principle["text"])
    return int(max(sentences, key=lambda each: len(words & _words(each["text"])))["number"])


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _completion(content: str) -> dict[str, Any]:
    return {
        "object": "chat.completion",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        ],
        "usage": {"total_tokens": _TOKENS},
    }
