"""In which language a text is, as far as that matters for its words: of those that are known, the likeliest one."""

import re
from functools import cache
from typing import Any

WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*", re.UNICODE)

# The commonest words of a language tell which one it is, and nothing of what a sentence is about.
_COMMON = {
    "en": "the of and to a in is that it for on with as this be are by an or from at we will our not have has was "
    "which their can if its they but all would should there been more any do you i also into than these so may what "
    "who when how no up out only such",
    "de": "der die das und zu in den von ist mit sich des auf für im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis "
    "mehr durch man kann wir unser unsere ich du wenn was wer soll sollte damit diese dieser dieses",
    "es": "de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este sí porque "
    "esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni "
    "contra otros ese eso ante ellos e esto es son ser debe si",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son "
    "cette aux ou être nous mais comme ont leur ses sans elle si tout ces même on fait",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das seu sua ou quando "
    "muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos são é",
}
COMMON = {tongue: frozenset(words.split()) for tongue, words in _COMMON.items()}
_STEMMERS = {"en": "english", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese"}


def tongue_of(text: str) -> str:
    """The language whose commonest words stand in it most often; English where none does."""
    words = [word.casefold() for word in WORD.findall(text)]
    return max(COMMON, key=lambda tongue: sum(word in COMMON[tongue] for word in words))


def stems(text: str, tongue: str) -> list[str]:
    """The words that tell something, each as its stem, in their order."""
    words = [word.casefold() for word in WORD.findall(text)]
    stem = _stemmer(tongue).stemWord
    return [stem(word) for word in words if word not in COMMON[tongue]]


@cache
def _stemmer(tongue: str) -> Any:
    # Loaded with the first text: a start doesn't wait for it.
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMERS[tongue])
