"""Blank forms of the Judicial Council, which whoever files brings along: recognized, filled, read back."""
