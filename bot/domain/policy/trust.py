"""Whom one has to believe that a ballot is its voter's: the trust level of a track (governance.md §9)."""

from enum import StrEnum


class TrustLevel(StrEnum):
    """What a ballot has to bring along, the least first. Compare with `reaches`: `<` compares the words."""

    DISCORD = "discord"
    """Nothing: who believes the result believes the bot's operator."""
    COUNTERSIGNED = "countersigned"
    """Discord's signature over the click: an operator can leave a ballot out, and can't invent one."""
    SIGNED = "signed"
    """The signature of the wallet itself: nor can Discord."""

    def reaches(self, needed: "TrustLevel") -> bool:
        """Whether a ballot of this level is enough where `needed` is asked for."""
        return _LEVELS.index(self) >= _LEVELS.index(needed)


_LEVELS = tuple(TrustLevel)
