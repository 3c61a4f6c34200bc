"""What is kept: sources, entries, sightings, verdicts, documents; no HTTP, XML or rules."""
