"""Other people's services on loopback: strict where they are strict, composed from their documented behaviour."""
