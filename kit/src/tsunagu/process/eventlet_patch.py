"""Import this module before anything else in a process that hosts services.

It makes sockets, locks and time cooperative and lets psycopg wait for PostgreSQL without
stopping the process; each change with its reason is in `tsunagu.process.patches`.
"""

from tsunagu.process import patches

patches.make_cooperative()
patches.resolve_names_anew()
patches.wait_for_postgresql_in_hub()
