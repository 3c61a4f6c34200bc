"""WebSub, both sides: our hub is told what changed, and the hubs of sources tell us."""
