"""A data set for researchers: what a run decided, of people whom nobody can tell apart from ten others."""
