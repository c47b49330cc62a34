"""The gateway over HTTP: the web application, GraphQL over HTTP, and the server that runs them.

Here belongs everything that knows of a request: methods, headers, media types, bodies, a client that leaves, and the
one table from an outcome to a status. Here belongs nothing that knows of a document, a schema or a resolver: a request
becomes a `Question`, `Gateway.answer` gives an `Answer`, and what lies between is the business of `gateway.execution`.
"""
