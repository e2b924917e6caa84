"""RAP sheets: the state's criminal history of one person, as printed text, PDF or scan."""
