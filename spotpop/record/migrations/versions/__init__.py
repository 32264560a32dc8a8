"""One module a version, named by its number; the newest is `spotpop.record.database.NEWEST`."""
