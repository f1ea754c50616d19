"""Greenlets: what eventlet and psycopg need before anything else is imported."""
