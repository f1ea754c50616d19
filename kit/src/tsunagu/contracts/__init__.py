"""Contracts: facts and their catalogue, REST routes, schemas, and validation errors.

Plain data and checks; nothing here connects to anything.
"""
