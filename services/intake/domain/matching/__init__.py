"""Matching persons: comparing what two desks wrote about somebody, without any database.

Reading order: `normalise.py` and `addresses.py` (what is the same however it is written),
`placeholders.py` and `commonness.py` (what proves nothing),
`blocking.py` (whom it is worth comparing with), `score.py` with `compare.py` (how far two
records agree, in words and as a score), `decide.py` (joined, proposed, or somebody new).
"""
