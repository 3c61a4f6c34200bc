"""Bytes in: HTTP and folders of files; the home of aiohttp as a client."""
