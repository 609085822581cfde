"""Acts on the channels of a Discord server, and what is known of those."""
