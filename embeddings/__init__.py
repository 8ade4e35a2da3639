"""Text to unit vectors, and vectors to their nearest neighbours. Knows strings and arrays only."""
