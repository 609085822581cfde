"""Acts on a space and its parts: how they are governed, what they may do, and whether there are any."""
