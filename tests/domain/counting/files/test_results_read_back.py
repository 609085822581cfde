"""A result that was stored is the result that was counted."""

from __future__ import annotations

import json

from bot.domain.canonical import canonical_json
from bot.domain.counting.errors import ElectionError
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Rules
from bot.domain.elections.tally import decode_result, encode_result, tally
from tests.naive.generate import election


def test_any_result_is_read_back_from_its_document_as_it_was() -> None:
    seen = 0
    for seed in range(800):
        try:
            document = decode(canonical_json(election(seed)))
            result = tally(document)
        except ElectionError:
            continue
        seen += 1
        assert decode_result(json.loads(encode_result(result)), document.rules or Rules()) == result, seed
    assert seen > 400
