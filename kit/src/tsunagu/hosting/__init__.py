"""Hosting of services: a service's definition, its runtime, and its nameko classes.

Also the whole platform in one process (`embedded`), and what a service says of itself.
"""
