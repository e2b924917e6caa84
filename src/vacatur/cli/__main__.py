"""`python -m vacatur.cli` is the command `vacatur`."""

from vacatur.cli import main

main()
