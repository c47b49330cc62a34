"""Where each answer comes from: one module per noun, the loaders that batch, and what one request carries.

Here belongs the way from a question to the ports: which keys, which loaders, what is joined, what a failure becomes.
Here belongs no venue's knowledge (that is `adapters`; a venue is reached through `loaders.py` alone), no GraphQL type
(`schema`), no HTTP (`gateway`). A resolver is named as the field that it resolves and is a few lines long.
"""
