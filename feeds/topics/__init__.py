"""Topics: gazetteer, matcher and guards."""
