"""A small fabricated county and its results, for the tests of every room that needs one."""

from tests.cli.conftest import county, faulty_county, results

__all__ = ["county", "faulty_county", "results"]
