"""Our words: values, keys, amounts, instants, errors, one request's budget, and the ports that venues keep to.

Here belongs what two rooms must agree on: a noun that travels from a venue to a client, the grammar of an amount, an
error and its code, a method that every venue offers. Here belongs nothing that knows a venue's wire or grammar
(`adapters`), GraphQL (`schema`), where an answer comes from (`resolvers`) or HTTP (`gateway`). It imports nothing of
ours, and every other room may import it.
"""
