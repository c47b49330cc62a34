"""Where each answer comes from: one module a noun, the loaders that batch, and the context of one request."""
