"""How fast the gateway is next to a hand-written endpoint that answers the same bytes."""
