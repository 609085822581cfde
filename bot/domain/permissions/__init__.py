"""Who may do something, in which states of a proposal, and what it does to the space."""
