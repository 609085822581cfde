"""Acts on the roles of a Discord server, and on who has them."""
