"""`folkmoot mcp`: what is public of a bot's votes, for a member's own assistant, by the Model Context Protocol."""
