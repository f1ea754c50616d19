"""What goes over the wire: facts and their catalogue, REST routes, what is wrong with an input.

Plain data and checks; nothing here connects to anything.
"""
