"""Makes the process cooperative; imported before anything else where services are hosted.

Sockets, locks and time give way to other greenlets, and psycopg waits for PostgreSQL without
stopping the process; each change with its reason is in `tsunagu.process.patches`.
"""

from tsunagu.process import patches

patches.make_cooperative()
patches.resolve_names_anew()
patches.wait_for_postgresql_in_hub()
