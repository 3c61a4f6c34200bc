"""Serving what was published: documents from memory, and a listener of its own for operators."""
