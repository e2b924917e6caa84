"""A run on many machines: Spark moves the pieces, the functions of every other run read and decide them.

`engine` strings the rooms together. Spark and Arrow are imported when a run begins, and not before.
"""
