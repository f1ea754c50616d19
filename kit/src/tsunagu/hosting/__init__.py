"""One service as it runs: its definition, its runtime, and how both hang in nameko.

Also the whole platform in one process (`embedded`), and what a service says of itself.
"""
