"""The tables, grouped by what they are about; `store.schema` gives them all."""
