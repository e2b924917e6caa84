"""How a history gets in."""
