"""A made-up fourth venue, put into a copy of the project to prove how little that takes."""
