"""The options by which a moderator changes the rules of a track, on whichever command."""

POLICY_OPTIONS = {
    "chain": "The chain of the sources and the Safe that you name",
    "sources": "Such as erc20_votes 0x… + role @x; ? shows all kinds",
    "safe": "The Safe that executes what passes, or “none”",
    "discussion_period": "Such as 2d or 36h",
    "voting_period": "Such as 5d",
    "timelock": "In which guardians may veto, such as 2d",
    "quorum": "4% of all power, “1000 votes” or “5 voters”",
    "threshold": "What a proposer must hold, in whole tokens",
    "trust": "discord, countersigned (Discord signs) or signed (the wallet does)",
}
"""What Discord says of each. They are `Changes`, in its order."""
