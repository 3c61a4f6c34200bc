"""Which entries say the same: pure rules over texts, links and titles."""
