"""Which names a reader can't tell apart: a ballot on which two choices look the same lets people vote for the other."""

import unicodedata

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
"""Categories of what isn't drawn: spaces too, since nobody counts them."""
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Letters and marks that aren't drawn either: fillers, joiners, variation selectors, an empty braille cell."""

_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
"""Greek capitals whose small letters look otherwise: they are read before small and capital letters become one."""
_PAIRS = (
    # Cyrillic
    "аa вb гr еe з3 кk мm нh оo пn рp сc тt уy хx ьb ѕs іl јj ӏl ѵv һh ԁd ԛq ԝw үy "
    # Greek
    "αa βb γy εe ηn ιl κk μm νv οo ρp σo τt υu χx ωw "
    # Armenian, and letters of some Latin alphabets
    "օo սu հh ոn ցg ɑa ɡg ıl ɩl "
    # What differs by a hair
    "0o 1l il |l ǀl ׀l ∣l "
    "‐- ‑- ‒- –- —- ―- −- ’' ‘' ʼ' ʹ' ′' `' “\" ”\" „\" ″\""
)
_LETTERS = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})
"""By letter the one that stands for those that look like it."""


def folded(name: str) -> str:
    """What is left of a name without what a reader doesn't see or mind: capitals, width, spaces, what isn't drawn.

    Empty for a name that shows nothing.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(char for char in plain if char not in _BLANK and unicodedata.category(char) not in _UNSEEN)


def skeleton(name: str) -> str:
    """The same with one letter for all that look like it: Latin, Cyrillic, Greek, 0 and o, and 1, l and i."""
    return folded(unicodedata.normalize("NFKD", name).translate(_CAPITALS)).translate(_LETTERS)


class Names:
    """Names that were seen, of which no two look alike."""

    def __init__(self) -> None:
        self._by_looks: dict[tuple[str, str], str] = {}

    def add(self, name: str) -> str | None:
        """The earlier name that this one looks like, or None: then it is one of them."""
        looks = (("folded", folded(name)), ("skeleton", skeleton(name)))
        for each in looks:
            if each in self._by_looks:
                return self._by_looks[each]
        self._by_looks.update(dict.fromkeys(looks, name))
        return None
