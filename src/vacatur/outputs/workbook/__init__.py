"""The analyst's workbook: what was asked, what was decided and why, what was in doubt, and that it all adds up."""

from vacatur.outputs.workbook.book import write_workbook

__all__ = ["write_workbook"]
