"""From a question to an answer: documents are read, checked and executed, and errors made fit to be shown.

Here belongs what the GraphQL specification calls a service: parsing, validation, the limits of a document, execution,
and which errors a client may see. An answer is encoded data, errors and an outcome. Here belongs nothing of HTTP, no
status and no header (`gateway.http`), and nothing of where a field's value comes from (`resolvers`).
"""
