"""Everything about feeds."""
