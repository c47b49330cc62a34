"""How each venue is spoken to: the registry, one folder per venue, and the transport that all of them share.

Here belongs everything that knows a venue: its settings, grammar, signatures, calls, wire shapes and quirks, each in
the venue's own folder, always in the same files. Venues do not know each other, nor GraphQL, nor the web server; what
they give upwards are the values and errors of `domain`, through its ports. Where answers come from: `resolvers`.
"""
