"""GraphiQL as one page of our own origin: the page, its files and what makes them again."""
