"""Pictures: shapes worked out on the server, drawn by the templates as SVG, each with a table twin."""
