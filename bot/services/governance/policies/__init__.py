"""The policies of tracks: what moderators type, what they draw power from, and what a change means for others."""
