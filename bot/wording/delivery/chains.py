"""A chain of which no node answers, in words."""

from datetime import datetime

from bot.wording.language import Language


def chain_text(chain: str, since: datetime, until: datetime | None, say: Language) -> str:
    """What a server is told that uses it: that it is silent since then, or that it was until then. `chain` is its
    name."""
    name = say.markup.name(chain, 40)
    if until is not None:
        words = say._(
            "✅ **Chain {chain} answers again**, since {until}. It was silent from {since} on; what waited for it goes "
            "on by itself."
        )
        return words.format(chain=name, since=say.moment(since), until=say.moment(until))
    head = say._("⚠️ **Chain {chain} doesn't answer**, since {since}.").format(
        chain=name, since=say.when(since)
    )
    kept = say._(
        "None of its nodes tells the bot anything. Until one does, no vote opens or closes that counts power there, "
        "and nothing is executed there. Ballots are taken all the same."
    )
    mend = say._(
        "Moderators need do nothing. Whoever runs the bot looks after its nodes; I say here when it is back."
    )
    return f"{head}\n{kept}\n{mend}"
