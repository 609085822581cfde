"""Each preset in one sentence that fits under its name in a menu."""

from bot.wording.language import Language


def preset_words(name: str, say: Language) -> str:
    """What the rules of a preset are like, in at most 100 characters. Raises KeyError for an unknown one."""
    return {
        "association": say._(
            "One member, one vote; two weeks of notice and a quorum by law, for associations."
        ),
        "conviction": say._("Members stake on what they want; the longer, the more; no vote ever closes."),
        "council-election": say._("Members rank candidates; the last is taken out round by round."),
        "delegated": say._("One token, one vote, and members may delegate theirs to others here."),
        "hybrid": say._("Tokens, NFTs and reputation together, each with a cap."),
        "metagovernance": say._(
            "How the Safe's votes are cast in somebody else's Governor: the side that wins."
        ),
        "moloch": say._("Shares vote without a quorum; then a week in which members may leave."),
        "multisig": say._("Each owner of the Safe has one vote, and it ends once it is decided."),
        "optimistic": say._("Passes unless a tenth of all power objects: for routine decisions."),
        "quadratic": say._("The square root of tokens counts: 4 tokens are 2 votes, 9 tokens are 3."),
        "reputation": say._("What members earned by taking part counts, and fades with time."),
        "staged": say._("A short test of the mood first; what passes is then voted on for good."),
        "subdao": say._("A working group decides; guardians of the whole may veto for long."),
        "token": say._("One token, one vote; For and Abstain must reach 4 % of all power."),
    }[name]
