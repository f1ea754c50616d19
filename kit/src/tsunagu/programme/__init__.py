"""Checks of a programme: its code against the committed contracts, payloads against its schemas."""
