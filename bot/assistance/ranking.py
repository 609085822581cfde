"""Which sentences of a text tell most of it: TextRank (Mihalcea and Tarau 2004) on the likeness of their words, drawn
to where authors say what matters: at the beginning, where they name what they propose, and where there are numbers
(Edmundson 1969); and how alike texts are."""

import re
from collections.abc import Sequence
from typing import Any

from bot.assistance.tongues import stems, tongue_of

_DAMPING = 0.85
_LEAD = 0.5
"""How much more the first sentence is worth than one far behind; the second has half of that more, and so on."""
_CUE, _NUMBER, _ASIDE = 1.5, 1.25, 0.3
"""By what a sentence's rank is multiplied that names what is proposed, has a number, or is a question or a call."""
_PROPOSES = re.compile(
    r"\b(?:propos\w*|we ask|request\w*|beantrag\w*|antrag\w*|schlag\w* .{0,20}\bvor\b|vorschl\w*|propon\w*|propuest\w*"
    r"|solicit\w*|nous propos\w*|propõe\w*|propost\w*)\b",
    re.IGNORECASE,
)
_SAME = 0.6
"""Sentences that are more alike than this say the same."""
_FEWEST_WORDS = 4
_SHORTEST = 25
"""Words that tell something, and characters: what is shorter is a greeting."""


def telling(sentences: Sequence[str], most: int, room: int) -> tuple[int, ...]:
    """The places of those that tell most, in their order: at most so many, in so many characters, and none twice."""
    if not sentences:
        return ()
    alike = _likenesses(sentences)
    ranks = _ranks(sentences, alike)
    chosen: list[int] = []
    for place in sorted(range(len(sentences)), key=lambda place: (-ranks[place], place)):
        sentence = sentences[place]
        if len(chosen) == most or ranks[place] <= 0:
            break
        if len(sentence) > room or any(alike[place][other] > _SAME for other in chosen):
            continue
        chosen.append(place)
        room -= len(sentence)
    return tuple(sorted(chosen))


def likeness(text: str, others: Sequence[str]) -> list[float]:
    """The cosine of their words, each the rarer, the more it weighs."""
    if not others:
        return []
    return [min(1.0, float(value)) for value in _likenesses([text, *others])[0][1:]]


def _ranks(sentences: Sequence[str], alike: Any) -> list[float]:
    import rustworkx

    places = range(len(sentences))
    graph: rustworkx.PyDiGraph[int, float] = rustworkx.PyDiGraph()
    graph.add_nodes_from(places)
    graph.add_edges_from(
        [
            (one, other, float(alike[one][other]))
            for one in places
            for other in places
            if alike[one][other] > 0
        ]
    )
    drawn = {place: 1.0 + _LEAD / (1 + place) for place in places}
    found = rustworkx.pagerank(graph, _DAMPING, float, None, drawn)
    tongue = tongue_of(" ".join(sentences))
    return [
        found[place] * drawn[place] * _weight(sentence) if _tells(sentence, tongue) else 0.0
        for place, sentence in enumerate(sentences)
    ]


def _tells(sentence: str, tongue: str) -> bool:
    return len(sentence) >= _SHORTEST and len(stems(sentence, tongue)) >= _FEWEST_WORDS


def _weight(sentence: str) -> float:
    weight = _CUE if _PROPOSES.search(sentence) else 1.0
    if any(sign.isdigit() for sign in sentence):
        weight *= _NUMBER
    return weight * _ASIDE if sentence.endswith(("?", "!")) else weight


def _likenesses(texts: Sequence[str]) -> Any:
    """Of each with each: the cosine of their TF-IDF vectors, 0 with itself."""
    import numpy as np

    tongue = tongue_of(" ".join(texts))
    words = [stems(text, tongue) for text in texts]
    places = {
        word: place for place, word in enumerate(dict.fromkeys(word for each in words for word in each))
    }
    counts = np.zeros((len(texts), max(1, len(places))))
    for row, each in enumerate(words):
        for word in each:
            counts[row, places[word]] += 1
    weights = counts * (1 + np.log((1 + len(texts)) / (1 + np.count_nonzero(counts, axis=0))))
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    weights = np.divide(weights, lengths, out=np.zeros_like(weights), where=lengths > 0)
    alike = weights @ weights.T
    np.fill_diagonal(alike, 0)
    return alike
