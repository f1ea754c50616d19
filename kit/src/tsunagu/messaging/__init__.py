"""How facts and messages travel: relay and publisher, subscription and parking, RPC.

The log is the outbox; losing every queue loses nothing.
"""
