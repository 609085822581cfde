"""What members asked to be told in private: asking for it, and who is told what of a fact."""
