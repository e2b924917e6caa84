"""What people take away: spreadsheets, tables, the figures, the manifest of a run."""
