"""The reference reading: the documents read a second time, in plain Python, one person at a time.

It shares no code with the engine. It exists to be compared with it (`test_agreement.py`), so it prefers plain loops
to speed.
"""
