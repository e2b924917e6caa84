"""A run on more than fits in memory: the same reading and deciding, on some of the people at a time."""
