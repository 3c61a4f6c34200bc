"""Documents as bytes: the same view of a feed gives the same bytes, whatever the clock says."""
