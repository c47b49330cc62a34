"""How the database is spoken to: what must outlive the process. Nothing is kept yet, so there is no module here.

Here belongs the log of writes that were begun, the events and deliveries to come, and links where they are not a file:
tables, migrations, and one module per kind of thing kept, each behind a port of `domain`. Here belongs no rule of what
may be written (`resolvers`), no venue's wire (`adapters`), and nothing that a restart may lose: a fresh value is kept
beside the flights in `adapters.transport`, what one request knows is in `resolvers.context`.
"""
