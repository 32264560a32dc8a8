"""What front-ends and workers share: the protocol, the client, the outbox and the policy of the queue."""
