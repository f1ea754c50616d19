"""What a service's domain is made of: events and aggregates, refusals, the city's calendar.

Pure: nothing here knows a database, a broker, a framework or a clock.
"""
