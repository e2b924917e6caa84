"""Letters to the people, in plain words and in their language."""
