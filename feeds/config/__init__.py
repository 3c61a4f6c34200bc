"""config.toml: read, checked, explained and edited in this package only."""
