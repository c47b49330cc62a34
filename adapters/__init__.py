"""How each venue is spoken to: ports, values, errors, the transport, and one folder a venue."""
