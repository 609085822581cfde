"""Short statements on a proposal, how members answer them, and what members of different views agree on."""
