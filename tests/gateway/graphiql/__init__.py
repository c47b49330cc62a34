"""GraphiQL: the page, and the page in a browser."""
