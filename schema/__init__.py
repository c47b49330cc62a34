"""What clients may ask: types that only declare, the printed contract, and the named example operations.

Here belongs what the contract says of a field: its name, type, description, which of four kinds it is (`fields.py`)
and what guards it. Here belongs no logic: where an answer comes from is in `resolvers`, whose functions and lookups the
fields name; how a document is parsed, limited and executed is in `gateway`. `schema.graphql` is printed from this.
"""
