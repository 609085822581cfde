"""EVM chains: blocks, power at a named block, signatures. Every answer is checked; none is guessed."""
