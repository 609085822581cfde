"""Policies in sentences: what they ask, what may be spent, and what the law asks beside."""
