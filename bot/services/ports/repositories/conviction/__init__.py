"""Stakes on proposals, and reputation."""
