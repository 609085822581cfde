"""Actions: what a proposer writes, as calldata; calldata, in words."""
