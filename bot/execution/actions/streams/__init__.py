"""Streams and vestings: from an author's words to calls, and from calls to what was agreed."""
