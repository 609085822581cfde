"""Members put short statements on a proposal and answer each other's: what both sides agree on is found."""
