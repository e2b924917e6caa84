"""The report: what was decided, for the office, and a version for the public."""
