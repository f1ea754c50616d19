"""The event log of one service, and the unit of work that appends to it.

The only package that speaks SQL to a log: its tables, migrations, encrypted personal
fields, checkpoints. It never publishes anything; `messaging` reads what it holds.
"""
