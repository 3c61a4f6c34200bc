"""Reading documents: bytes or text in, `feeds.model` values out."""
