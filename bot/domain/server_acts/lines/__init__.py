"""How acts are written in the lines of a proposal."""
