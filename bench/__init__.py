"""The measuring bench: one script a room, scored against gold that lies outside the project."""
