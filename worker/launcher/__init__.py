"""Everything on one machine: `spotpop up` and `demo`, their processes, the embedded server, doctor."""
