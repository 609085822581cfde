"""Wallets of delegates: the one vote that each is asked to cast in somebody else's Governor."""
