"""A web server whose every path misbehaves in its own way, and the truth table of what we do."""
