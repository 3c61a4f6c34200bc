"""`python -m feeds.cli` is `diemtin`."""

from feeds.cli.main import main

main()
