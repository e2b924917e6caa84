"""Runs put through what goes wrong with machines and files: killed, out of disk, refused, changed under them, damaged.

What is promised, and how each promise is tried, is told in docs/faults.md.
"""
