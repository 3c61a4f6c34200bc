"""Pure: what can go wrong with the store, grouped by what one does about it.

StoreTrouble
├── StoreBusy          another process writes; retried, then reported
├── StoreSlow          an answer took longer than it may: ask for less
├── StoreFull          the disk is full or read-only: make room
├── StoreTooNew        a newer program wrote it: upgrade the program
├── StoreForeign       not one of ours, or damaged: nothing was touched
└── StoreLocked        another daemon holds it: stop that one first
"""


class StoreTrouble(Exception):
    """The store could not do what was asked; the message is meant for a person."""


class StoreBusy(StoreTrouble):
    """Another process is writing and did not finish in time."""


class StoreSlow(StoreTrouble):
    """An answer took longer than whoever asked is granted."""


class StoreFull(StoreTrouble):
    """There is no room, or no permission, to write."""


class StoreTooNew(StoreTrouble):
    """A newer version of the program wrote this store."""


class StoreForeign(StoreTrouble):
    """The file is not a store of this program, or it is damaged; nothing was changed."""


class StoreLocked(StoreTrouble):
    """Another daemon holds the store."""
